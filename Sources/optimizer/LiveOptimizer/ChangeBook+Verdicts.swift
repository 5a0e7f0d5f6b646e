import Domain

/// How applied changes end: by what the shadows have shown, or because they show no more.
extension ChangeBook {
  /// What the shadows have shown of an applied change so far.
  ///
  /// - Returns: whether the change is in force.
  mutating func hear(_ report: MeasurementReport, _ turn: inout Reaction) -> Bool {
    guard queue.note(report) else { return false }
    evidence.note(report, at: turn.time.open)
    judge(report.change, &turn)
    return true
  }

  /// Timers: verdicts that only wait for the hour, changes and ramps of which nothing is heard, expired reductions.
  mutating func endMinute(_ turn: inout Reaction) {
    for record in queue.live where record.stage == .measuring { judge(record.id, &turn) }
    for stall in evidence.stalls(among: queue.live, at: turn.time.open) where !ramp.isRamping(stall.change) {
      guard let record = queue.record(stall.change), record.stage == .measuring else { continue }
      giveUp(record, why: stall.why, evidence: stall.evidence, &turn)
    }
    endSilentRamp(&turn)
    expireReductions(&turn)
  }

  /// Ends a measured change when the evidence allows it.
  private mutating func judge(_ id: ChangeID, _ turn: inout Reaction) {
    guard let record = queue.record(id) else { return }
    switch evidence.verdict(on: record, isRamping: ramp.isRamping(id), at: turn.time) {
    case .keep: keep(id, &turn)
    case .harmful(let evidence): revert(record, evidence, &turn)
    case .unproven(let evidence): giveUp(record, evidence: evidence, &turn)
    case nil: break
    }
  }

  private mutating func revert(_ record: ChangeRecord, _ evidence: String, _ turn: inout Reaction) {
    let now = turn.trader.inForce
    if history.isApproved(since: record.id, now), record.directionBack(from: now) == .raises {
      let because =
        "a person has approved it, and the way back raises the risk: `sotano rollback \(record.id)` takes it"
      return end(record.id, as: .inconclusive, because: because, &turn)
    }
    endApplied(of: record.parameter, from: record.id, as: .reverted, &turn)
    let plan = ChangePlan.rollback(
      of: record.parameter, to: record.from, undoes: record.id, by: .role(.optimizer),
      reason: "change \(record.id) proved harmful", evidence: evidence, turn)
    takeBack(plan, isThere: now?.configuration[record.parameter] == record.from && !ramp.isSwitching, &turn)
  }

  /// Unproven at the end of the window: the side of lower risk stays, or, at equal risk, the previous value. What a
  /// person has approved since stays in any case.
  ///
  /// - Parameter why: the reason where no measurement gives one.
  mutating func giveUp(_ record: ChangeRecord, why: String? = nil, evidence: String, _ turn: inout Reaction) {
    let now = turn.trader.inForce
    guard history.mustGoBack(record, now) else {
      let isApproved = history.isApproved(since: record.id, now)
      queue.plans.remove(after: record.id)
      let stays = isApproved ? "a person has approved it: \(record.to) stays" : "\(record.to) stays"
      let conclusion = why.map { "\($0); \(stays)" } ?? (isApproved ? stays : nil)
      return end(record.id, as: .inconclusive, because: conclusion, &turn)
    }
    let conclusion = why.map { "\($0); back to \(record.from)" }
    endApplied(of: record.parameter, from: record.id, as: .inconclusive, because: conclusion, &turn)
    let plan = ChangePlan.rollback(
      of: record.parameter, to: record.from, undoes: record.id, by: .role(.optimizer),
      reason: "change \(record.id) ended without proof", evidence: evidence, turn)
    takeBack(plan, isThere: now?.configuration[record.parameter] == record.from, &turn)
  }
}
