import Domain

extension YearOfChanges {
  /// Every state of every change, in the order in which the optimizer published them.
  static func records() throws -> [ChangeRecord] {
    try [
      lowered, keptRemedy, harmful, rollback, unproven, refused, byHand, cancelled,
    ].flatMap { try $0() }
  }

  /// The way back of change 5 and the rest of Ana's plan.
  static func plans() throws -> [PlannedStep] {
    [
      PlannedStep(
        change: ChangeID(5), parameter: .gridSpacing, from: try value("24.2", .gridSpacing),
        next: try value("22", .gridSpacing), target: try value("22", .gridSpacing), purpose: .rollback,
        by: .role(.optimizer), reason: "change 5 ended without proof", earliest: time("2022-11-14 10:31")),
      PlannedStep(
        change: ChangeID(7), parameter: .maxSpread, from: try value("2.2", .maxSpread),
        next: try value("2.4", .maxSpread),
        target: try value("2.5", .maxSpread), purpose: .byHand, by: .person("Ana"), reason: "wider at the rollover",
        earliest: time("2022-11-14 10:31")),
    ]
  }

  private static func value(_ text: String, _ parameter: Parameter) throws -> ParameterValue {
    try ParameterValue(parsing: text, for: parameter)
  }

  private static func proposed(
    _ number: Int64, _ parameter: Parameter, _ from: String, _ to: String, target: String? = nil,
    _ purpose: ChangePurpose, by: Origin, reason: String, evidence: String = "", checks: [String], at text: String
  ) throws -> ChangeRecord {
    ChangeRecord(
      id: ChangeID(number), stage: .proposed, parameter: parameter, from: try value(from, parameter),
      to: try value(to, parameter), target: try value(target ?? to, parameter), purpose: purpose, by: by,
      reason: reason, evidence: evidence, checks: checks, proposedAt: time(text))
  }

  /// The record at every stage.
  private static func life(
    _ record: ChangeRecord, version: Int64, applied: String, through stages: [ChangeStage], ended: String? = nil,
    measured: MeasurementReport? = nil
  ) -> [ChangeRecord] {
    var record = record
    return ([.proposed, .admitted, .staged, .applied] + stages).map { stage in
      record.stage = stage
      if stage == .applied {
        record.version = ConfigurationVersion(version)
        record.appliedAt = time(applied)
      }
      if stage.isFinal {
        record.endedAt = time(ended ?? applied)
        record.measurement = measured
      }
      return record
    }
  }

  private static func measured(
    _ change: Int64, _ finding: MeasurementReport.Finding, blocks: Int, difference: Int64, mean: Double,
    from lower: Double, to upper: Double, harm: Double, gain: Double
  ) -> MeasurementReport {
    MeasurementReport(
      change: ChangeID(change), version: ConfigurationVersion(change + 1), finding: finding, blocks: blocks,
      trades: blocks * 10, difference: Money(micros: difference * 10_000), meanPerBlock: .value(mean),
      lowerBound: .value(lower), upperBound: .value(upper), logHarm: harm, logGain: gain, margin: 2.31)
  }

  private static func lowered() throws -> [ChangeRecord] {
    life(
      try proposed(
        1, .lotSize, "0.10", "0.08", .lowerRisk, by: .role(.controller), reason: "drawdown",
        evidence: "alert 1, drawdownAboveExpectation: drawdown 605.00, more than 600.00",
        checks: ["safety: active", "bounds: 0.08 is within 0.01 to 1.00"], at: "2022-02-02 10:37"),
      version: 2, applied: "2022-02-02 10:38", through: [.kept])
  }

  private static func keptRemedy() throws -> [ChangeRecord] {
    life(
      try proposed(
        2, .gridSpacing, "20", "22", target: "25", .remedy, by: .role(.controller), reason: "winRate",
        evidence: "alert 18, winRateFell: win rate 56.0 % over 100 trades, normal 66.7 %, 95 % interval ends at 65.3 %",
        checks: [
          "bounds: 25 is within 10 to 50",
          "risk: unchanged, worst case 30400 to 30400 hundredths of a lot × tenths of a pip",
          "drift: 25 is within 14 to 26, the approved 20 ± 300 ‰", "safety: active",
          "step: 20 to 22, at most 18 to 22 in one change", "cooldown: gridSpacing has not changed yet",
        ], at: "2022-04-28 05:42"),
      version: 3, applied: "2022-04-28 05:43", through: [.measuring, .kept], ended: "2022-06-27 13:04",
      measured: measured(
        2, .notWorse, blocks: 39, difference: 70_088, mean: 17.97, from: -1.9, to: 37.84, harm: -0.11, gain: 0.99))
  }

  private static func harmful() throws -> [ChangeRecord] {
    life(
      try proposed(
        3, .takeProfit, "20", "22", .promotion, by: .role(.controller), reason: "experiment 4",
        evidence: "experiment 4 proved it better over 120 days", checks: ["safety: active"], at: "2022-07-04 08:00"),
      version: 4, applied: "2022-07-04 08:01", through: [.measuring, .reverted], ended: "2022-08-01 16:20",
      measured: measured(
        3, .harmful, blocks: 24, difference: -61_250, mean: -25.52, from: -41.07, to: -9.97, harm: 4.61, gain: -2.2))
  }

  private static func rollback() throws -> [ChangeRecord] {
    var record = try proposed(
      4, .takeProfit, "22", "20", .rollback, by: .role(.optimizer), reason: "change 3 proved harmful",
      evidence: "harmful after 240 paired trades in 24 blocks", checks: ["cooldown: none for a rollback"],
      at: "2022-08-01 16:20")
    record.undoes = ChangeID(3)
    return life(record, version: 5, applied: "2022-08-01 16:21", through: [.kept])
  }

  private static func unproven() throws -> [ChangeRecord] {
    life(
      try proposed(
        5, .gridSpacing, "22", "24.2", target: "25", .remedy, by: .role(.controller), reason: "winRate",
        checks: ["step: 22 to 24.2, at most 19.8 to 24.2 in one change"], at: "2022-09-05 11:00"),
      version: 6, applied: "2022-09-05 11:01", through: [.measuring, .inconclusive], ended: "2022-11-14 09:31",
      measured: measured(
        5, .exhausted, blocks: 32, difference: 3_136, mean: 0.98, from: -17.18, to: 19.14, harm: -0.07, gain: -0.28))
  }

  private static func refused() throws -> [ChangeRecord] {
    var record = try proposed(
      6, .stopLoss, "40", "60", .byHand, by: .person("Ben"), reason: "stops are hit too often",
      checks: [
        "bounds: 60 is within 10 to 150",
        "risk: rises, worst case 32000 to 48000 hundredths of a lot × tenths of a pip",
      ],
      at: "2022-10-03 14:00")
    let asked = record
    record.stage = .refused
    record.refusal = .drift(parameter: .stopLoss, value: "60", approved: "40", lowest: "28", highest: "52")
    return [asked, record]
  }

  private static func byHand() throws -> [ChangeRecord] {
    life(
      try proposed(
        7, .maxSpread, "2", "2.2", target: "2.5", .byHand, by: .person("Ana"), reason: "wider at the rollover",
        checks: ["safety: active", "bounds: 2.2 is within 0.1 to 10", "cooldown: maxSpread has not changed yet"],
        at: "2022-11-14 09:30"),
      version: 7, applied: "2022-11-14 09:31", through: [.measuring])
  }

  private static func cancelled() throws -> [ChangeRecord] {
    var record = try proposed(
      8, .takeProfit, "20", "21", .byHand, by: .person("Ana"), reason: "a trial", checks: ["safety: active"],
      at: "2022-11-14 09:31")
    var records = [record]
    record.stage = .inconclusive
    record.endedAt = time("2022-11-14 09:31")
    record.conclusion = "Ana cancelled it: not now"
    records.append(record)
    return records
  }
}
