import Domain

/// A person has the last word, downward at once: less risk waits for nothing, an approval ends what nobody has seen, and
/// what is to come can be given up.
extension LiveOptimizer {
  // MARK: Less risk

  func lowersRisk(_ parameter: Parameter, to target: ParameterValue, from now: ConfigurationApplied) -> Bool {
    now.configuration.replacing(parameter, with: target).map { now.configuration.risk(of: $0) == .lowers } ?? false
  }

  func isPersonalReduction(_ id: ChangeID) -> Bool {
    live.contains { $0.id == id && $0.purpose == .lowerRisk && $0.by.isPerson }
  }

  /// Admits a person's reduction, whatever is measured, compared or under way.
  mutating func lower(
    _ proposal: Proposal, by person: String, _ now: ConfigurationApplied, _ effects: inout [Effect]
  ) throws(Refusal) {
    let (parameter, target) = (proposal.parameter, proposal.target)
    let plan = ChangePlan(
      parameter: parameter, target: target, purpose: .lowerRisk, by: .person(person), reason: proposal.reason,
      evidence: proposal.evidence, approvals: now.approvals, madeAt: time)
    do throws(Refusal) {
      try requireActive()
      let limits = limits(now, safety: .active)
      let checks = try limits.checkTarget(parameter, to: target, purpose: .lowerRisk).get()
      guard let step = limits.nextStep(parameter, toward: target, purpose: .lowerRisk) else {
        throw Refusal.unchanged(parameter: parameter, value: target.description)
      }
      let stepChecks = try limits.check(parameter, to: step, purpose: .lowerRisk, now: time).get()
      supersede(parameter, why: "overtaken by \(person)'s word for less risk", &effects)
      hold(parameter, target, person)
      admit(plan, step: step, checks: checks + stepChecks, &effects)
    } catch {
      tellRefused(plan, error, now, &effects)
      throw error
    }
    advance(&effects)
  }

  /// A person asks for the value in force: what would move it from there is given up.
  ///
  /// - Returns: whether there was something to give up; otherwise the request says nothing.
  mutating func stay(
    _ parameter: Parameter, _ person: String, _ now: ConfigurationApplied, _ effects: inout [Effect]
  ) -> Bool {
    let plan = plans.first { $0.parameter == parameter && ($0.pending.map { waiting.contains($0) } ?? true) }
    let isReduced = reductions.contains { $0.parameter == parameter }
    guard plan != nil || isReduced else { return false }
    if let plan { drop(plan, why: "\(person) wants \(now.configuration[parameter]) to stay", &effects) }
    reductions.removeAll { $0.parameter == parameter }
    hold(parameter, now.configuration[parameter], person)
    return true
  }

  private mutating func hold(_ parameter: Parameter, _ value: ParameterValue, _ person: String) {
    holds.removeAll { $0.parameter == parameter }
    holds.append(PersonalHold(parameter: parameter, value: value, person: person))
  }

  // MARK: Approvals

  /// A person has approved what is in force: every plan from before ends, but for those that lower risk.
  mutating func hearApproval(_ now: ConfigurationApplied, _ effects: inout [Effect]) {
    let why = "a person has approved the configuration in force"
    holds.removeAll()
    reductions.removeAll()
    switching = nil
    for plan in plans where !lowersRisk(plan.parameter, to: plan.target, from: now) { drop(plan, why: why, &effects) }
    if let ramp, !ramp.isFullLive { end(ramp.change, as: .inconclusive, because: why, &effects) }
    ramp = nil
  }

  /// Why a step must not be made although its limits allow it; `nil` where it may.
  func objection(to plan: ChangePlan, _ step: ParameterValue, _ now: ConfigurationApplied) -> String? {
    guard let next = now.configuration.replacing(plan.parameter, with: step) else { return nil }
    let risk = now.configuration.risk(of: next)
    if plan.approvals < now.approvals, risk != .lowers {
      return "a person has approved the configuration in force since it was planned"
    }
    guard risk == .raises, !plan.by.isPerson, plan.purpose != .promotion,
      let hold = holds.first(where: { $0.parameter == plan.parameter }),
      let held = now.configuration.replacing(hold.parameter, with: hold.value), held.risk(of: next) == .raises
    else { return nil }
    return "\(hold.person) lowered \(hold.parameter.rawValue) to \(hold.value), and only a person raises it again"
  }

  /// The limits of a plan's step. What a policy lowers keeps the cooldown, which the trader does not ask of it.
  func check(_ plan: ChangePlan, _ step: ParameterValue, _ limits: ChangeLimits) -> Result<[String], Refusal> {
    if plan.purpose == .lowerRisk, !plan.by.isPerson, let left = limits.cooldownLeft(of: plan.parameter, now: time) {
      return .failure(.cooldown(parameter: plan.parameter, remaining: left))
    }
    return limits.check(plan.parameter, to: step, purpose: plan.purpose, now: time)
  }

  // MARK: Giving up

  /// Gives up what is still to come of a change's plan. What has been sent or applied is not undone by it.
  mutating func cancel(
    _ change: ChangeID, by person: String, reason: String, _ effects: inout [Effect]
  ) throws(Refusal) {
    guard change.number >= 1, change.number <= lastChange else { throw .unknownChange(change) }
    let parameter = live.first { $0.id == change }?.parameter
    let known = plans.first { $0.isKnown(as: change) || $0.parameter == parameter && $0.pending == change }
    guard let plan = known, !isAtItsLastStep(plan) else {
      let way = "`sotano rollback \(change)` takes back what has been applied"
      throw .malformed("nothing of change \(change) is still to come; \(way)")
    }
    drop(plan, why: "\(person) cancelled it: \(reason)", &effects)
    guard let now = inForce, plan.isPersonalReduction || plan.purpose == .returnToApproved else { return }
    reductions.removeAll { $0.parameter == plan.parameter }
    hold(
      plan.parameter,
      live.first { $0.id == inFlight && $0.id == plan.pending }?.to ?? now.configuration[plan.parameter], person)
  }

  private func isAtItsLastStep(_ plan: ChangePlan) -> Bool {
    guard let pending = plan.pending, pending == inFlight else { return false }
    return live.contains { $0.id == pending && $0.to == plan.target }
  }

  /// Ends a plan and says so in the record of its next step. A step that has been sent comes to its own end.
  mutating func drop(_ plan: ChangePlan, why: String, _ effects: inout [Effect]) {
    plans.removeAll { $0.parameter == plan.parameter }
    if let pending = plan.pending, waiting.contains(pending) {
      return endWaiting(of: plan.parameter, why: why, &effects)
    }
    guard let now = inForce, plan.pending == nil || !isAtItsLastStep(plan) else { return }
    let step = limits(now, safety: .active).nextStep(plan.parameter, toward: plan.target, purpose: plan.purpose)
    var record = record(
      of: plan, id: newChange(), from: now.configuration[plan.parameter], to: step ?? plan.target)
    effects.append(.publish(.change(record)))
    record.stage = .inconclusive
    record.endedAt = time
    record.conclusion = why
    effects.append(.publish(.change(record)))
  }

  /// Ends the steps of a parameter that have not been sent.
  mutating func endWaiting(of parameter: Parameter, why: String, _ effects: inout [Effect]) {
    for id in waiting where live.contains(where: { $0.id == id && $0.parameter == parameter }) {
      waiting.removeAll { $0 == id }
      end(id, as: .inconclusive, because: why, &effects)
    }
  }
}
