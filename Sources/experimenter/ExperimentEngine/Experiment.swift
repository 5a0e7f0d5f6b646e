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
      blockTrades: settings.blockTrades, blockTime: settings.blockTime,
      alpha: report.level / Double(configurations.count), settings: settings)
    self.report.stage = .pairedShadow
    self.report.startedAt = now
  }

  /// What is to be said after the trial went on. Promotion and futility are judged at block ends only.
  mutating func news(
    _ progress: PairedTrial.Progress, now: MarketTime, settings: ExperimenterSettings
  ) -> ExperimentReport? {
    guard progress == .block else { return nil }
    refresh()
    if trial.candidates.contains(where: \.isVoid) {
      conclude(.inconclusive, "void: a difference left the bounds that were said beforehand", at: now)
    } else if let winner = winner(settings) {
      let arm = report.candidates[winner]
      report.winner = winner
      conclude(
        .promoted,
        """
        \(parameter.rawValue) \(arm.value): lower bound \(text(arm.lowerBound)) a block above 0 and log e-value \
        \(arm.logEValue) at level \(report.level) after \(trial.blocks) blocks, \(trial.trades) trades
        """, at: now)
    } else if trial.blocks >= settings.mostBlocks {
      conclude(.inconclusive, "no proof after \(trial.blocks) blocks, \(trial.trades) trades", at: now)
    } else if trial.blocks >= settings.leastBlocks {
      giveUpIfFutile(now, settings)
    }
    return report
  }

  mutating func conclude(_ stage: ExperimentReport.Stage, _ conclusion: String, at now: MarketTime) {
    refresh()
    report.stage = stage
    report.conclusion = conclusion
    report.endedAt = now
  }

  /// The candidate that passes every test, the one with the highest lower bound where several do.
  private func winner(_ settings: ExperimenterSettings) -> Int? {
    guard trial.blocks >= settings.leastBlocks else { return nil }
    let share = report.level / Double(trial.candidates.count)
    let passed = trial.candidates.indices.filter { index in
      let arm = trial.candidates[index]
      guard let lower = arm.blocks.lowerBound, lower > 0, arm.gain.rejects(at: share) else { return false }
      let (old, new) = (trial.old, arm.shadow)
      return new.engine.configuration.worstCase <= old.engine.configuration.worstCase
        && arm.drawdown.deepest.value <= settings.guardrail * trial.oldDrawdown.deepest.value
        && new.largestLoss.value <= settings.guardrail * old.largestLoss.value
    }
    return passed.max {
      (trial.candidates[$0].blocks.lowerBound ?? 0) < (trial.candidates[$1].blocks.lowerBound ?? 0)
    }
  }

  /// Ends when no candidate can gain what is worth finding, or can still be proven in the blocks that are left.
  private mutating func giveUpIfFutile(_ now: MarketTime, _ settings: ExperimenterSettings) {
    let worthwhile = settings.effectShare * trial.grossLossPerBlock
    let uppers = trial.candidates.map { $0.upperBound.known ?? .infinity }
    if uppers.allSatisfy({ $0 < 0 }) {
      conclude(.rejected, "every candidate is proven worse", at: now)
    } else if uppers.allSatisfy({ $0 < worthwhile }) {
      conclude(.inconclusive, "futile: no candidate gains \(worthwhile) a block", at: now)
    } else if trial.candidates.allSatisfy({ $0.isFutile(goal: 0, mostBlocks: settings.mostBlocks) }) {
      conclude(.inconclusive, "futile: \(settings.mostBlocks) blocks cannot prove a gain any more", at: now)
    }
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
