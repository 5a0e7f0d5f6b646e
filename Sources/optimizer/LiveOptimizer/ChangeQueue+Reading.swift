import Domain

extension ChangeQueue {
  func record(_ id: ChangeID?) -> ChangeRecord? { live.first { $0.id == id } }

  /// Applied changes of a parameter from a number on.
  func applied(of parameter: Parameter, from first: ChangeID) -> [ChangeRecord] {
    live.filter { $0.parameter == parameter && $0.id >= first && $0.version != nil }
  }

  func isBusy(_ parameter: Parameter) -> Bool {
    plans[parameter] != nil || live.contains { $0.parameter == parameter }
  }

  func waiting(of parameter: Parameter) -> [ChangeID] {
    waiting.map(\.id).filter { record($0)?.parameter == parameter }
  }

  func isWaiting(_ id: ChangeID?) -> Bool { waiting.contains { $0.id == id } }

  /// Whether the trader's event answers the request under way.
  func isAnswered(by now: ConfigurationApplied) -> Bool {
    now.change != nil && now.change == inFlight
  }

  /// Whether a plan's last step has been sent, so that nothing more is to come of it.
  func isAtItsLastStep(_ plan: ChangePlan) -> Bool {
    guard let pending = plan.pending, pending == inFlight else { return false }
    return record(pending)?.to == plan.target
  }

  /// The plan that a person means by a change's number.
  func plan(knownAs change: ChangeID) -> ChangePlan? {
    let parameter = record(change)?.parameter
    return plans.all.first { $0.isKnown(as: change) || $0.parameter == parameter && $0.pending == change }
  }

  /// What a new plan must wait for: another step or change of its parameter, or, where both are to be measured, of any.
  func obstacle(to plan: ChangePlan) -> Refusal? {
    let ofParameter = live.filter { $0.parameter == plan.parameter }
    if let pending = ofParameter.first(where: { $0.version == nil }) {
      return .changeInProgress(parameter: plan.parameter, change: pending.id)
    }
    guard plan.purpose != .lowerRisk else { return nil }
    if let busy = ofParameter.last?.id ?? plans[plan.parameter]?.name {
      return .changeInProgress(parameter: plan.parameter, change: busy)
    }
    guard plan.purpose.isMeasured else { return nil }
    if let other = live.last(where: { $0.purpose.isMeasured }) {
      return .changeInProgress(parameter: other.parameter, change: other.id)
    }
    guard let other = plans.all.first(where: { $0.purpose.isMeasured }), let id = other.name else { return nil }
    return .changeInProgress(parameter: other.parameter, change: id)
  }

  /// What is asked of the trader for the change in flight. Where it had been carried out the trader acknowledges it again
  /// and changes nothing.
  func requestInFlight(_ trader: TraderWord, fence: Int64) -> Command? {
    guard let now = trader.inForce, let record = record(inFlight) else { return nil }
    return .apply(
      ApplyRequest(
        change: record.id, parameter: record.parameter, value: record.to, purpose: record.purpose,
        expected: now.version, fence: fence, approves: false, ramps: record.ramp != nil, approvals: record.approvals))
  }

  func stepsToCome(_ trader: TraderWord) -> [PlannedStep] {
    guard !plans.all.isEmpty, let limits = trader.limits else { return [] }
    return plans.all.compactMap { plan in
      guard let change = plan.name else { return nil }
      var limits = limits
      if let pending = record(plan.pending) {
        limits.current = limits.current.replacing(plan.parameter, with: pending.to) ?? limits.current
      }
      guard let next = limits.nextStep(plan.parameter, toward: plan.target, purpose: plan.purpose) else { return nil }
      return PlannedStep(
        change: change, parameter: plan.parameter, from: limits.current[plan.parameter], next: next,
        target: plan.target, purpose: plan.purpose, by: plan.by, reason: plan.reason, earliest: plans.earliest(plan))
    }
  }
}
