import Domain

extension LiveOptimizer {
  /// What the shadows have shown of an applied change so far.
  mutating func hear(_ report: MeasurementReport, _ effects: inout [Effect]) {
    guard let index = live.firstIndex(where: { $0.id == report.change }), live[index].version == report.version else {
      return
    }
    live[index].measurement = report
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
      giveUp(record, measured, &effects)
    case .open:
      guard measured.blocks >= settings.mostBlocks else { return }
      if record.purpose == .promotion { keep(id, &effects) } else { giveUp(record, measured, &effects) }
    }
  }

  private mutating func revert(_ record: ChangeRecord, _ measured: MeasurementReport, _ effects: inout [Effect]) {
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

  /// Unproven at the end of the window: the side of lower risk stays, or, at equal risk, the previous value.
  private mutating func giveUp(_ record: ChangeRecord, _ measured: MeasurementReport, _ effects: inout [Effect]) {
    let later = applied.contains { $0.parameter == record.parameter && $0.id > record.id && $0.proven }
    let staysAsSafer = inForce.map { now in
      let old = now.configuration.replacing(record.parameter, with: record.from)
      let new = now.configuration.replacing(record.parameter, with: record.to)
      guard let old, let new else { return false }
      return old.risk(of: new) == .lowers
    }
    if later || staysAsSafer == true {
      if let plan = plans.firstIndex(where: { $0.last == record.id }) { plans.remove(at: plan) }
      end(record.id, as: .inconclusive, &effects)
      return
    }
    endLive(of: record.parameter, from: record.id, as: .inconclusive, &effects)
    guard inForce?.configuration[record.parameter] != record.from else {
      plans.removeAll { $0.parameter == record.parameter }
      return
    }
    planRollback(
      of: record.parameter, to: record.from, undoes: record.id, by: .role(.optimizer),
      reason: "change \(record.id) ended without proof", evidence: summary(measured), &effects)
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
    of parameter: Parameter, from first: ChangeID, as stage: ChangeStage, _ effects: inout [Effect]
  ) {
    for record in live where record.parameter == parameter && record.id >= first && record.version != nil {
      end(record.id, as: stage, &effects)
    }
  }

  mutating func end(_ id: ChangeID, as stage: ChangeStage, _ effects: inout [Effect]) {
    guard let index = live.firstIndex(where: { $0.id == id }) else { return }
    var record = live.remove(at: index)
    record.stage = stage
    record.endedAt = time
    effects.append(.publish(.change(record)))
    if stage != .kept, ramp?.change == id { ramp = nil }
  }
}
