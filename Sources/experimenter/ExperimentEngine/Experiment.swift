import Domain
import GridTrading
import Statistics

/// One experiment in its paired-shadow stage: candidates for one parameter against the incumbent, at a level that was
/// fixed before it began.
struct Experiment: Hashable, Sendable, Codable {
  private(set) var report: ExperimentReport
  let parameter: Parameter
  /// The quarter that its level belongs to.
  let quarter: Int64
  var trial: PairedTrial

  init(
    _ report: ExperimentReport, parameter: Parameter, quarter: Int64, configurations: [Configuration],
    version: ConfigurationVersion, incumbent: GridEngine, quote: Quote, now: MarketTime, settings: ExperimenterSettings
  ) {
    self.report = report
    self.parameter = parameter
    self.quarter = quarter
    trial = PairedTrial(
      cloning: incumbent, candidates: configurations.map { ($0, version) }, quote: quote, now: now,
      plan: PairedComparison.Plan(
        blockTrades: settings.blockTrades, blockTime: settings.blockTime, plannedBlocks: settings.mostBlocks,
        plannedTrades: settings.harmPlannedTrades),
      alpha: report.level / Double(configurations.count), settings: settings)
    self.report.stage = .pairedShadow
    self.report.startedAt = now
  }

  /// What is to be said after the trial went on. Promotion and futility are judged at block ends only.
  mutating func news(
    _ progress: PairedTrial.Progress, now: MarketTime, fidelity: Fidelity.Verdict, settings: ExperimenterSettings
  ) -> ExperimentReport? {
    guard progress == .block else { return nil }
    refresh()
    let rule = PromotionRule(level: report.level, settings: settings)
    switch rule.judge(trial.comparison, worstCaseRises: trial.worstCaseRises, fidelity: fidelity) {
    case .open:
      break
    case .promoted(let winner):
      let arm = report.candidates[winner]
      report.winner = winner
      conclude(
        .promoted,
        """
        \(parameter.rawValue) \(arm.value): lower bound \(text(arm.lowerBound)) a block above 0 and log e-value \
        \(arm.logEValue) at level \(report.level) after \(trial.blocks) blocks, \(trial.trades) trades
        """, at: now)
    case .rejected:
      conclude(.rejected, "every candidate is proven worse", at: now)
    case .inconclusive(let reason):
      conclude(.inconclusive, reason.sentence(trial.comparison), at: now)
    }
    return report
  }

  mutating func conclude(_ stage: ExperimentReport.Stage, _ conclusion: String, at now: MarketTime) {
    refresh()
    report.stage = stage
    report.conclusion = conclusion
    report.endedAt = now
  }

  private mutating func refresh() {
    report.trades = trial.trades
    for index in report.candidates.indices {
      let arm = trial.candidates[index]
      report.candidates[index].blocks = trial.blocks
      report.candidates[index].meanPerBlock = arm.mean
      report.candidates[index].lowerBound = arm.lowerBound
      report.candidates[index].upperBound = arm.upperBound
      report.candidates[index].logEValue = arm.gain.logEValue
      report.candidates[index].correlation = arm.correlation.value
    }
  }

  private func text(_ figure: Figure) -> String { figure.known.map { "\($0)" } ?? "undefined" }
}
