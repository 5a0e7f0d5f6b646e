import Domain

/// Rollbacks by request, or at the end of a live ramp.
extension ChangeBook {
  /// Rolls back a change and all after it of its parameter, or everything that is not as approved.
  ///
  /// - Parameter change: `nil` for everything.
  mutating func rollBack(
    _ change: ChangeID?, by origin: Origin, reason: String, _ turn: inout Reaction
  ) throws(Refusal) {
    guard origin.mayDecide else { throw .notAuthorised("\(origin.name) may not roll back") }
    let now = try turn.trader.requireInForce()
    try turn.trader.requireActive()
    if let change {
      try undo(change, now, by: origin, reason: reason, &turn)
    } else {
      returnToApproved(now, by: origin, reason: reason, &turn)
    }
  }

  private mutating func undo(
    _ change: ChangeID, _ now: ConfigurationApplied, by origin: Origin, reason: String, _ turn: inout Reaction
  ) throws(Refusal) {
    try requireKnown(change)
    guard let old = history[change] else {
      if let record = queue.record(change) { throw .changeInProgress(parameter: record.parameter, change: change) }
      throw .malformed("change \(change) was never applied")
    }
    let plan = ChangePlan.rollback(
      of: old.parameter, to: old.from, undoes: change, by: origin, reason: reason, evidence: "", turn)
    let isInForce = now.configuration[old.parameter] == old.from
    // In the incumbent's turn of a ramp there is nothing to set, and the change ends all the same.
    let isThere = isInForce && !ramp.isSwitching
    if isInForce {
      guard queue.record(change) != nil else {
        throw .unchanged(parameter: old.parameter, value: old.from.description)
      }
    } else {
      _ = try turn.trader.limits?.checkTarget(old.parameter, to: old.from, purpose: .rollback).get()
    }
    if origin.isPerson, !isThere { reductions.release(old.parameter) }
    endApplied(of: old.parameter, from: change, as: .reverted, &turn)
    takeBack(plan, isThere: isThere, &turn)
  }

  private mutating func returnToApproved(
    _ now: ConfigurationApplied, by origin: Origin, reason: String, _ turn: inout Reaction
  ) {
    if origin.isPerson { reductions.releaseAll() }
    for parameter in Parameter.allCases {
      let home = now.approved[parameter]
      endApplied(of: parameter, as: .reverted, &turn)
      let isUnderWay = queue.live.contains { $0.parameter == parameter }
      let plan = ChangePlan.rollback(
        of: parameter, to: home, undoes: history.last(of: parameter)?.id, by: origin, reason: reason,
        evidence: "the approved value is \(home)", turn)
      takeBack(plan, isThere: now.configuration[parameter] == home && !isUnderWay, &turn)
    }
  }

  // MARK: Live ramps

  /// An experiment has come further. One that was promoted leaves its candidate as the incumbent; any other end rolls
  /// the candidate back, once.
  mutating func hear(_ report: ExperimentReport, _ turn: inout Reaction) {
    guard let ended = ramp.hear(report, at: turn.time.open), report.stage != .promoted,
      let now = turn.trader.inForce
    else { return }
    for parameter in report.parameters {
      let old = ended.origin[parameter]
      endApplied(of: parameter, from: ended.change, as: report.stage == .rejected ? .reverted : .inconclusive, &turn)
      // A switch that is under way may still bring the candidate: the plan is looked at again when it has answered.
      let isBack = now.configuration[parameter] == old && !ramp.isSwitching
      let plan = ChangePlan.rollback(
        of: parameter, to: old, undoes: ended.change, by: .role(.optimizer),
        reason: "experiment \(report.id) ended \(report.stage.rawValue)", evidence: report.conclusion, turn)
      takeBack(plan, isThere: isBack && !queue.live.contains { $0.parameter == parameter }, &turn)
    }
  }

  /// Without an experimenter nobody ends the candidate's turn: it is rolled back.
  mutating func endSilentRamp(_ turn: inout Reaction) {
    guard let change = ramp.silentChange(at: turn.time.open), let record = queue.record(change) else { return }
    let hours = ramp.silence / MarketTime.hour
    endApplied(of: record.parameter, from: record.id, as: .inconclusive, &turn)
    let plan = ChangePlan.rollback(
      of: record.parameter, to: record.from, undoes: record.id, by: .role(.optimizer),
      reason: "the experimenter has said nothing of the live ramp for \(hours) hours", evidence: "", turn)
    takeBack(plan, isThere: false, &turn)
  }
}
