import Domain
import Wire

extension MeasurementReport: Sample {
  static func sample(_ random: inout SplitMix64) -> MeasurementReport {
    MeasurementReport(
      change: ChangeID.sample(&random), version: ConfigurationVersion.sample(&random),
      finding: random.any([.open, .harmful, .better, .notWorse, .exhausted, .void]), blocks: random.naturalInt(),
      trades: random.naturalInt(), difference: Money.sample(&random), meanPerBlock: Figure.sample(&random),
      lowerBound: Figure.sample(&random), upperBound: Figure.sample(&random), logHarm: random.logarithm(),
      logGain: random.logarithm(), margin: random.finite())
  }
}

extension ExperimentReport.Candidate: Sample {
  static func sample(_ random: inout SplitMix64) -> ExperimentReport.Candidate {
    ExperimentReport.Candidate(
      parameter: Parameter.sample(&random), value: ParameterValue.sample(&random),
      also: random.list(3, of: ParameterSetting.self), blocks: random.naturalInt(),
      meanPerBlock: Figure.sample(&random), lowerBound: Figure.sample(&random), upperBound: Figure.sample(&random),
      logEValue: random.logarithm(), correlation: Figure.sample(&random), confidence: Figure.sample(&random),
      deflatedSharpe: Figure.sample(&random))
  }
}

extension ExperimentReport: Sample {
  static func sample(_ random: inout SplitMix64) -> ExperimentReport {
    let candidates = random.list(4, of: Candidate.self)
    return ExperimentReport(
      id: ExperimentID.sample(&random),
      stage: random.any([
        .queued, .replay, .pairedShadow, .liveRamp, .fullLive, .promoted, .rejected, .inconclusive, .cancelled,
      ]), hypothesis: random.text(), candidates: candidates,
      winner: candidates.isEmpty || random.flip() ? nil : random.below(candidates.count), level: random.finite(),
      trades: random.naturalInt(), startedAt: MarketTime.sample(&random), endedAt: random.optional(MarketTime.self),
      conclusion: random.text(), by: random.text(), priority: Int(random.whole()), metric: random.text(),
      stoppingRule: random.text(), seed: random.whole(), story: (0..<random.below(4)).map { _ in random.text() },
      remainingTrades: Figure.sample(&random), remainingDays: Figure.sample(&random),
      ramp: random.optional(LiveRampReport.self))
  }
}

extension LiveRampReport: Sample {
  static func sample(_ random: inout SplitMix64) -> LiveRampReport {
    LiveRampReport(
      change: ChangeID.sample(&random), turn: random.naturalInt(), isCandidate: random.flip(),
      planned: random.naturalInt(), pairs: random.naturalInt(), meanPerPair: Figure.sample(&random),
      lowerBound: Figure.sample(&random), upperBound: Figure.sample(&random))
  }
}

extension ParameterSetting: Sample {
  static func sample(_ random: inout SplitMix64) -> ParameterSetting {
    ParameterSetting(Parameter.sample(&random), ParameterValue.sample(&random))
  }
}

extension ChangePurpose: Sample {
  static func sample(_ random: inout SplitMix64) -> ChangePurpose {
    random.any([.lowerRisk, .returnToApproved, .byHand, .remedy, .promotion, .rollback, .planted])
  }
}

extension ChangeRecord: Sample {
  static func sample(_ random: inout SplitMix64) -> ChangeRecord {
    ChangeRecord(
      id: ChangeID.sample(&random),
      stage: random.any([
        .proposed, .refused, .admitted, .staged, .applied, .measuring, .kept, .reverted, .inconclusive,
      ]), parameter: Parameter.sample(&random), from: ParameterValue.sample(&random),
      to: ParameterValue.sample(&random), target: ParameterValue.sample(&random),
      purpose: ChangePurpose.sample(&random), by: Origin.sample(&random), reason: random.text(),
      evidence: random.text(), checks: (0..<random.below(4)).map { _ in random.text() },
      refusal: random.optional(Refusal.self), version: random.optional(ConfigurationVersion.self),
      proposedAt: MarketTime.sample(&random), appliedAt: random.optional(MarketTime.self),
      endedAt: random.optional(MarketTime.self), measurement: random.optional(MeasurementReport.self),
      undoes: random.optional(ChangeID.self), ramp: random.optional(ExperimentID.self),
      conclusion: random.flip() ? random.text() : nil, approvals: random.natural())
  }
}

extension PlannedStep: Sample {
  static func sample(_ random: inout SplitMix64) -> PlannedStep {
    PlannedStep(
      change: ChangeID.sample(&random), parameter: Parameter.sample(&random), from: ParameterValue.sample(&random),
      next: ParameterValue.sample(&random), target: ParameterValue.sample(&random),
      purpose: ChangePurpose.sample(&random), by: Origin.sample(&random), reason: random.text(),
      earliest: MarketTime.sample(&random))
  }
}

extension Decision: Sample {
  static func sample(_ random: inout SplitMix64) -> Decision {
    let parameter = Parameter.sample(&random)
    let actions: [Action] = [
      .propose(
        parameter: parameter, target: ParameterValue.sample(&random), purpose: ChangePurpose.sample(&random)),
      .startExperiment(parameter: parameter, values: random.list(4, of: ParameterValue.self)),
      .raise(SafetyLevel.sample(&random)), .hold(random.text()),
      .recommend(parameter: parameter, target: ParameterValue.sample(&random)),
    ]
    return Decision(
      number: random.natural(), policy: random.text(), action: random.any(actions), trigger: random.text())
  }
}

extension ControllerReport: Sample {
  static func sample(_ random: inout SplitMix64) -> ControllerReport {
    ControllerReport(
      level: SafetyLevel.sample(&random), openAlerts: random.list(3, of: Alert.self),
      changesProposed: random.naturalInt(), changesKept: random.naturalInt(), changesReverted: random.naturalInt(),
      experimentRunning: random.optional(ExperimentID.self), lastDecision: random.optional(Decision.self))
  }
}
