import Domain

extension LiveOptimizer {
  /// Carries out a command as far as it goes at once.
  ///
  /// - Returns: the rule that is against it, or `nil` when it is under way; its fate is then told by its records.
  mutating func carryOut(_ command: Command, from origin: Origin, _ effects: inout [Effect]) -> Refusal? {
    do throws(Refusal) {
      switch command {
      case .propose(let proposal):
        try propose(proposal, from: origin, &effects)
      case .rollBack(let change, let reason):
        guard mayDecide(origin) else { throw .notAuthorised("\(origin.name) may not roll back") }
        guard let now = inForce else { throw .unknownInputs("the trader has not said which configuration is in force") }
        try requireActive()
        if let change {
          try undo(change, now, by: origin, reason: reason, &effects)
        } else {
          returnToApproved(now, by: origin, reason: reason, &effects)
        }
        advance(&effects)
      case .cancelChange(let change, let reason):
        guard case .person(let person) = origin else { throw .notAuthorised("\(origin.name) may not cancel changes") }
        try cancel(change, by: person, reason: reason, &effects)
      case .apply, .switchVersion, .approve, .stop, .rearm, .startExperiment, .cancelExperiment:
        throw .notAuthorised("the optimizer takes no such request; it is for the \(command.recipient)")
      }
      return nil
    } catch {
      return error
    }
  }

  private func mayDecide(_ origin: Origin) -> Bool {
    switch origin {
    case .person, .role(.controller): true
    case .role: false
    }
  }

  func requireActive() throws(Refusal) {
    guard let safety else { throw .unknownInputs("the trader has not said its safety level") }
    guard safety.allowsChanges else { throw .safety(safety) }
  }

  // MARK: Proposals

  private mutating func propose(
    _ proposal: Proposal, from origin: Origin, _ effects: inout [Effect]
  ) throws(Refusal) {
    guard mayDecide(origin) else { throw .notAuthorised("\(origin.name) may not propose changes") }
    guard proposal.purpose != .rollback else { throw .malformed("a rollback is asked for by its own command") }
    if let ramp = proposal.ramp {
      guard proposal.purpose == .promotion, let experiment, experiment.id == ramp, experiment.stage == .liveRamp else {
        throw .malformed("experiment \(ramp) has not come to its live ramp")
      }
    }
    guard let now = inForce else { throw .unknownInputs("the trader has not said which configuration is in force") }
    let (parameter, target) = (proposal.parameter, proposal.target)
    if case .person(let person) = origin, proposal.purpose == .byHand || proposal.purpose == .lowerRisk {
      if safety?.allowsChanges == true, now.configuration[parameter] == target, stay(parameter, person, now, &effects) {
        return
      }
      if lowersRisk(parameter, to: target, from: now) { return try lower(proposal, by: person, now, &effects) }
    }
    if proposal.purpose == .lowerRisk, now.configuration[parameter] == target {
      // Asking for what is in force renews a reduction. Where there is none left to renew, no record is worth making.
      guard renewReduction(of: parameter) else {
        throw .unchanged(parameter: parameter, value: target.description)
      }
      return
    }
    let plan = ChangePlan(
      parameter: parameter, target: target, purpose: proposal.purpose, by: origin, reason: proposal.reason,
      evidence: proposal.evidence, approvals: now.approvals, madeAt: time, ramp: proposal.ramp)
    do throws(Refusal) {
      let checks = try objections(to: plan, now)
      if let why = objection(to: plan, target, now) { throw Refusal.notAuthorised(why) }
      let limits = limits(now, safety: .active)
      guard let step = limits.nextStep(parameter, toward: target, purpose: plan.purpose) else {
        throw Refusal.unchanged(parameter: parameter, value: target.description)
      }
      let stepChecks = try check(plan, step, limits).get()
      if origin.isPerson { holds.removeAll { $0.parameter == parameter } }
      supersede(parameter, why: "overtaken by less risk", &effects)
      admit(plan, step: step, checks: checks + stepChecks, &effects)
    } catch {
      tellRefused(plan, error, now, &effects)
      throw error
    }
    advance(&effects)
  }

  /// A proposal that was refused is a record too, with the rule and its numbers.
  mutating func tellRefused(
    _ plan: ChangePlan, _ refusal: Refusal, _ now: ConfigurationApplied, _ effects: inout [Effect]
  ) {
    var record = record(of: plan, id: newChange(), from: now.configuration[plan.parameter], to: plan.target)
    effects.append(.publish(.change(record)))
    record.stage = .refused
    record.refusal = refusal
    record.endedAt = time
    effects.append(.publish(.change(record)))
  }

  /// Everything that is against a plan besides the limits of its first step.
  private func objections(to plan: ChangePlan, _ now: ConfigurationApplied) throws(Refusal) -> [String] {
    try requireActive()
    let parameter = plan.parameter
    let checks = try limits(now, safety: .active).checkTarget(parameter, to: plan.target, purpose: plan.purpose).get()
    if let busy = pendingChange(of: parameter) { throw .changeInProgress(parameter: parameter, change: busy) }
    if plan.purpose != .lowerRisk {
      if let busy = liveChange(of: parameter) { throw .changeInProgress(parameter: parameter, change: busy) }
      if plan.purpose.isMeasured, let busy = measuredChange() {
        throw .changeInProgress(parameter: busy.parameter, change: busy.id)
      }
    }
    if plan.purpose == .byHand || plan.purpose == .remedy, let experiment, experiment.parameters.contains(parameter) {
      throw .experimentInProgress(experiment.id)
    }
    if window.isIdle(from: now.configuration[parameter], to: plan.target, of: parameter) {
      throw .withoutEffect(parameter: parameter, value: plan.target.description)
    }
    return checks
  }

  /// The step of `parameter` that waits for the trader, if any.
  private func pendingChange(of parameter: Parameter) -> ChangeID? {
    live.first { $0.parameter == parameter && $0.version == nil }?.id
  }

  private func liveChange(of parameter: Parameter) -> ChangeID? {
    live.last { $0.parameter == parameter }?.id ?? plans.first { $0.parameter == parameter }.flatMap(\.name)
  }

  private func measuredChange() -> (parameter: Parameter, id: ChangeID)? {
    if let record = live.last(where: { $0.purpose.isMeasured }) { return (record.parameter, record.id) }
    guard let plan = plans.first(where: { $0.purpose.isMeasured }), let id = plan.name else { return nil }
    return (plan.parameter, id)
  }

  /// A risk-lowering change does not wait for a measurement: whatever ran on the parameter ends unproven.
  mutating func supersede(_ parameter: Parameter, why: String, _ effects: inout [Effect]) {
    endWaiting(of: parameter, why: why, &effects)
    plans.removeAll { $0.parameter == parameter }
    endLive(of: parameter, from: ChangeID(0), as: .inconclusive, &effects)
  }

  // MARK: Rollbacks

  private mutating func undo(
    _ change: ChangeID, _ now: ConfigurationApplied, by origin: Origin, reason: String, _ effects: inout [Effect]
  ) throws(Refusal) {
    guard change.number >= 1, change.number <= lastChange else { throw .unknownChange(change) }
    guard let old = applied.first(where: { $0.id == change }) else {
      if let record = live.first(where: { $0.id == change }) {
        throw .changeInProgress(parameter: record.parameter, change: change)
      }
      throw .malformed("change \(change) was never applied")
    }
    if now.configuration[old.parameter] == old.from {
      // The incumbent's turn in a ramp: there is nothing to set, and the change ends all the same.
      guard live.contains(where: { $0.id == change }) else {
        throw .unchanged(parameter: old.parameter, value: old.from.description)
      }
      guard switching != nil else {
        plans.removeAll { $0.parameter == old.parameter }
        return endLive(of: old.parameter, from: change, as: .reverted, &effects)
      }
    } else {
      _ = try limits(now, safety: .active).checkTarget(old.parameter, to: old.from, purpose: .rollback).get()
    }
    if origin.isPerson { holds.removeAll { $0.parameter == old.parameter } }
    endLive(of: old.parameter, from: change, as: .reverted, &effects)
    planRollback(of: old.parameter, to: old.from, undoes: change, by: origin, reason: reason, evidence: "", &effects)
  }

  private mutating func returnToApproved(
    _ now: ConfigurationApplied, by origin: Origin, reason: String, _ effects: inout [Effect]
  ) {
    if origin.isPerson { holds.removeAll() }
    for parameter in Parameter.allCases {
      endLive(of: parameter, from: ChangeID(0), as: .reverted, &effects)
      let isUnderWay = live.contains { $0.parameter == parameter }
      guard now.configuration[parameter] != now.approved[parameter] || isUnderWay else {
        plans.removeAll { $0.parameter == parameter }
        continue
      }
      let last = applied.last { $0.parameter == parameter }?.id
      planRollback(
        of: parameter, to: now.approved[parameter], undoes: last, by: origin, reason: reason,
        evidence: "the approved value is \(now.approved[parameter])", &effects)
    }
  }

  /// Puts a rollback in place of whatever was planned for the parameter.
  mutating func planRollback(
    of parameter: Parameter, to value: ParameterValue, undoes change: ChangeID?, by origin: Origin, reason: String,
    evidence: String, _ effects: inout [Effect]
  ) {
    for id in waiting where live.contains(where: { $0.id == id && $0.parameter == parameter }) {
      refuse(id, .changeInProgress(parameter: parameter, change: change ?? id), &effects)
    }
    reductions.removeAll { $0.parameter == parameter }
    plans.removeAll { $0.parameter == parameter }
    plans.append(
      ChangePlan(
        parameter: parameter, target: value, purpose: .rollback, by: origin, reason: reason, evidence: evidence,
        approvals: inForce?.approvals ?? 0, madeAt: time, undoes: change))
  }
}
