import Domain

/// What is proposed, by a policy or by a person. A person has the last word, downward at once: less risk waits for
/// nothing, and the steps to come can be cancelled.
extension ChangeBook {
  /// Accepts a proposal, as a plan whose first step waits to be sent.
  ///
  /// - Returns: whether there is a step to send.
  mutating func take(
    _ proposal: Proposal, from origin: Origin, _ turn: inout Reaction
  ) throws(Refusal) -> Bool {
    guard origin.mayDecide else { throw .notAuthorised("\(origin.name) may not propose changes") }
    guard proposal.purpose != .rollback else { throw .malformed("a rollback is asked for by its own command") }
    if let experiment = proposal.ramp {
      guard proposal.purpose == .promotion, ramp.isAtLiveRamp(experiment) else {
        throw .malformed("experiment \(experiment) has not come to its live ramp")
      }
    }
    let now = try turn.trader.requireInForce()
    let (parameter, target) = (proposal.parameter, proposal.target)
    let isInForce = now.configuration[parameter] == target
    var purpose = proposal.purpose
    if case .person(let person) = origin, purpose == .byHand || purpose == .lowerRisk {
      if isInForce, turn.trader.allowsChanges, stay(parameter, at: target, for: person, &turn) { return false }
      if turn.trader.lowersRisk(parameter, to: target) { purpose = .lowerRisk }
    }
    if isInForce, purpose == .lowerRisk {
      // Asking for what is in force renews a reduction. Where there is none left to renew, no record is worth making.
      guard reductions.renew(parameter) else {
        throw .unchanged(parameter: parameter, value: target.description)
      }
      return false
    }
    let plan = ChangePlan(
      parameter: parameter, target: target, purpose: purpose, by: origin, reason: proposal.reason,
      evidence: proposal.evidence, approvals: now.approvals, madeAt: turn.time, ramp: proposal.ramp)
    do throws(Refusal) {
      let judgement = try turn.trader.judge(plan, at: turn.time)
      // A person's less risk is taken whatever is measured, compared or under way.
      if !plan.isPersonalReduction { try checkObstacles(to: plan, now) }
      let checks = try judgement.targetChecks + judgement.verdict.get()
      begin(plan, judgement, checks: checks, &turn)
      return true
    } catch {
      queue.conclude(plan, target, as: .refused, error, &turn)
      throw error
    }
  }

  /// Everything that is against a plan besides the limits.
  private func checkObstacles(to plan: ChangePlan, _ now: ConfigurationApplied) throws(Refusal) {
    if let obstacle = queue.obstacle(to: plan) { throw obstacle }
    if plan.purpose == .byHand || plan.purpose == .remedy, let experiment = ramp.experiment(on: plan.parameter) {
      throw .experimentInProgress(experiment)
    }
    if evidence.isWithoutEffect(plan, now) {
      throw .withoutEffect(parameter: plan.parameter, value: plan.target.description)
    }
    if let why = reductions.objection(to: plan, plan.target, now) { throw .notAuthorised(why) }
  }

  /// A person asks for the value in force: what would move it from there is cancelled.
  ///
  /// - Returns: whether there was something to give up; otherwise the request says nothing.
  private mutating func stay(
    _ parameter: Parameter, at value: ParameterValue, for person: String, _ turn: inout Reaction
  ) -> Bool {
    let plan = queue.plans[parameter].flatMap { $0.pending == nil || queue.isWaiting($0.pending) ? $0 : nil }
    guard plan != nil || reductions.isReduced(parameter) else { return false }
    if let plan { queue.drop(plan, why: "\(person) wants \(value) to stay", &turn) }
    hold(parameter, at: value, for: person)
    return true
  }

  /// Cancels the steps to come of a change's plan. What has been sent or applied is not undone by it.
  mutating func cancel(
    _ change: ChangeID, by origin: Origin, reason: String, _ turn: inout Reaction
  ) throws(Refusal) {
    guard case .person(let person) = origin else { throw .notAuthorised("\(origin.name) may not cancel changes") }
    try requireKnown(change)
    guard let plan = queue.plan(knownAs: change), !queue.isAtItsLastStep(plan) else {
      let way = "`sotano rollback \(change)` takes back what has been applied"
      throw .malformed("nothing of change \(change) is still to come; \(way)")
    }
    queue.drop(plan, why: "\(person) cancelled it: \(reason)", &turn)
    guard let now = turn.trader.inForce, plan.isPersonalReduction || plan.purpose == .returnToApproved else { return }
    // A step in flight is completed, and the parameter stays there.
    let sent = plan.pending == queue.inFlight ? queue.record(plan.pending)?.to : nil
    hold(plan.parameter, at: sent ?? now.configuration[plan.parameter], for: person)
  }

  /// Whether a change of this number has ever been made.
  func requireKnown(_ change: ChangeID) throws(Refusal) {
    guard change.number >= 1, change.number <= queue.lastChange else { throw .unknownChange(change) }
  }
}
