import Domain

extension LiveOptimizer {
  /// Says which steps are to come, whenever that has changed.
  mutating func tellPlans(_ effects: inout [Effect]) {
    guard !plans.isEmpty || !told.steps.isEmpty else { return }
    let plans = Plans(steps: stepsToCome())
    guard plans != told else { return }
    told = plans
    effects.append(.publish(.plans(plans)))
  }

  private func stepsToCome() -> [PlannedStep] {
    guard let now = inForce else { return [] }
    return plans.compactMap { plan in
      guard let change = plan.name else { return nil }
      var from = now.configuration
      if let pending = live.first(where: { $0.id == plan.pending }) {
        from = from.replacing(plan.parameter, with: pending.to) ?? from
      }
      let limits = ChangeLimits(
        rules: profile.rules, current: from, approved: now.approved, lastChanged: [:], safety: .active)
      guard let next = limits.nextStep(plan.parameter, toward: plan.target, purpose: plan.purpose) else { return nil }
      return PlannedStep(
        change: change, parameter: plan.parameter, from: from[plan.parameter], next: next, target: plan.target,
        purpose: plan.purpose, by: plan.by, reason: plan.reason, earliest: earliest(plan))
    }
  }

  /// When a plan's next step may come at the earliest. It follows from the plan alone, so that it is said once.
  private func earliest(_ plan: ChangePlan) -> MarketTime {
    let step = max(settings.stepTime, profile.rules.cooldown)
    var open = max(plan.madeAt.open, plan.notBefore)
    if let last = plan.lastApplied, !plan.isPersonalReduction { open = max(open, last + step) }
    if plan.lastApplied == nil, plan.pending != nil, !plan.isPersonalReduction { open += step }
    return calendar.marketTime(atOpen: open, from: plan.madeAt)
  }
}
