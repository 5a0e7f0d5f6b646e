import Domain

extension LiveOptimizer {
  /// What the shadows have shown of an applied change so far.
  mutating func hear(_ report: MeasurementReport, _ effects: inout [Effect]) {
    guard let index = live.firstIndex(where: { $0.id == report.change }), live[index].version == report.version else {
      return
    }
    live[index].measurement = report
    if let index = progress.firstIndex(where: { $0.change == report.change }), report.trades > progress[index].trades {
      progress[index].trades = report.trades
      progress[index].open = time.open
    }
    if report.finding != .harmful, report.finding != .void,
      let plan = plans.firstIndex(where: { $0.last == report.change })
    {
      plans[plan].harmlessTrades = report.trades
    }
    judge(report.change, &effects)
    advance(&effects)
  }

  /// Ends a measured change when the evidence allows it.
  mutating func judge(_ id: ChangeID, _ effects: inout [Effect]) {
    guard let record = live.first(where: { $0.id == id }), record.stage == .measuring,
      let measured = record.measurement, let appliedAt = record.appliedAt
    else { return }
    if isRamping(id), measured.finding != .harmful { return }
    switch measured.finding {
    case .harmful:
      if measured.trades >= settings.harmTrades { revert(record, measured, &effects) }
    case .exhausted where record.purpose == .promotion:
      // The endpoint was proven; its steps are watched for harm alone, and there was none.
      keep(id, &effects)
    case .better, .notWorse:
      if measured.trades >= settings.keepTrades, time.open - appliedAt.open >= settings.keepTime { keep(id, &effects) }
    case .exhausted, .void:
      giveUp(record, evidence: summary(measured), &effects)
    case .open:
      guard measured.blocks >= settings.mostBlocks else { return }
      if record.purpose == .promotion {
        keep(id, &effects)
      } else {
        giveUp(record, evidence: summary(measured), &effects)
      }
    }
  }

  private mutating func revert(_ record: ChangeRecord, _ measured: MeasurementReport, _ effects: inout [Effect]) {
    if isApprovedSince(record.id), way(back: record) == .raises {
      let because =
        "a person has approved it, and the way back raises the risk: `sotano rollback \(record.id)` takes it"
      return end(record.id, as: .inconclusive, because: because, &effects)
    }
    endLive(of: record.parameter, from: record.id, as: .reverted, &effects)
    guard inForce?.configuration[record.parameter] != record.from || switching != nil else {
      plans.removeAll { $0.parameter == record.parameter }
      return
    }
    planRollback(
      of: record.parameter, to: record.from, undoes: record.id, by: .role(.optimizer),
      reason: "change \(record.id) proved harmful", evidence: summary(measured), &effects)
  }

  private mutating func keep(_ id: ChangeID, _ effects: inout [Effect]) {
    if let index = applied.firstIndex(where: { $0.id == id }) { applied[index].proven = true }
    if let plan = plans.firstIndex(where: { $0.last == id }) { plans[plan].lastKept = true }
    end(id, as: .kept, &effects)
  }

  /// Unproven at the end of the window: the side of lower risk stays, or, at equal risk, the previous value. What a
  /// person has approved since stays in any case.
  ///
  /// - Parameter why: said where no measurement tells it.
  mutating func giveUp(_ record: ChangeRecord, why: String? = nil, evidence: String, _ effects: inout [Effect]) {
    let isApproved = isApprovedSince(record.id)
    if !mustGoBack(record) {
      if let plan = plans.firstIndex(where: { $0.last == record.id }) { plans.remove(at: plan) }
      let stays = isApproved ? "a person has approved it: \(record.to) stays" : "\(record.to) stays"
      end(record.id, as: .inconclusive, because: isApproved || why != nil ? told(why, stays) : nil, &effects)
      return
    }
    endLive(
      of: record.parameter, from: record.id, as: .inconclusive,
      because: why.map { told($0, "back to \(record.from)") }, &effects)
    guard inForce?.configuration[record.parameter] != record.from else {
      plans.removeAll { $0.parameter == record.parameter }
      return
    }
    planRollback(
      of: record.parameter, to: record.from, undoes: record.id, by: .role(.optimizer),
      reason: "change \(record.id) ended without proof", evidence: evidence, &effects)
  }

  /// Whether the value before an unproven change is the safer one, or as safe.
  func mustGoBack(_ record: ChangeRecord) -> Bool {
    let later = applied.contains { $0.parameter == record.parameter && $0.id > record.id && $0.proven }
    return !later && !isApprovedSince(record.id) && way(back: record) != .raises
  }

  private func told(_ why: String?, _ what: String) -> String {
    why.map { "\($0); \(what)" } ?? what
  }

  private func isApprovedSince(_ id: ChangeID) -> Bool {
    guard let change = applied.last(where: { $0.id == id }), let now = inForce else { return false }
    return change.approvals < now.approvals
  }

  /// Which way risk would move if a change were taken back now.
  private func way(back record: ChangeRecord) -> RiskDirection? {
    guard let now = inForce?.configuration else { return nil }
    guard let old = now.replacing(record.parameter, with: record.from),
      let new = now.replacing(record.parameter, with: record.to)
    else { return nil }
    // "Raises" is also what rises here and falls there: the new side is the safer one only if all of it is.
    return old.risk(of: new) == .lowers ? .raises : new.risk(of: old) == .lowers ? .lowers : .equal
  }

  /// Ends measured changes of which nothing more is learnt, so that no market without trades holds a person up.
  mutating func endQuietChanges(_ effects: inout [Effect]) {
    progress.removeAll { state in !live.contains { $0.id == state.change } }
    for state in progress where !isRamping(state.change) {
      guard let record = live.first(where: { $0.id == state.change }), record.stage == .measuring else { continue }
      let silence = time.open - max(state.open, lastTradeAt)
      let wait = time.open - state.open
      let days = settings.quietTime / MarketTime.day
      if silence >= settings.quietTime {
        giveUp(
          record, why: "no trade in \(days) days of open market, so there is nothing to judge it by",
          evidence: "\(state.trades) paired trades", &effects)
      } else if wait >= 2 * settings.quietTime {
        giveUp(
          record, why: "too few trades in \(2 * days) days of open market for a block of evidence",
          evidence: "\(state.trades) paired trades", &effects)
      }
    }
  }

  private func summary(_ measured: MeasurementReport) -> String {
    let mean = measured.meanPerBlock.known.map { "\($0)" } ?? "undefined"
    return """
      \(measured.finding.rawValue) after \(measured.trades) paired trades in \(measured.blocks) blocks: \
      difference \(measured.difference.value), mean a block \(mean), log e-value of harm \(measured.logHarm)
      """
  }

  /// Ends every applied change of a parameter from a number on.
  mutating func endLive(
    of parameter: Parameter, from first: ChangeID, as stage: ChangeStage, because conclusion: String? = nil,
    _ effects: inout [Effect]
  ) {
    for record in live where record.parameter == parameter && record.id >= first && record.version != nil {
      end(record.id, as: stage, because: conclusion, &effects)
    }
  }

  mutating func end(
    _ id: ChangeID, as stage: ChangeStage, because conclusion: String? = nil, _ effects: inout [Effect]
  ) {
    guard let index = live.firstIndex(where: { $0.id == id }) else { return }
    var record = live.remove(at: index)
    record.stage = stage
    record.endedAt = time
    record.conclusion = conclusion
    effects.append(.publish(.change(record)))
    if stage != .kept, ramp?.change == id { ramp = nil }
  }
}
