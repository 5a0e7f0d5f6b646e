import Domain
import GridTrading
import Statistics

/// One experiment on its way through the stages, at a level that was fixed before it began.
struct Experiment: Hashable, Sendable, Codable {
  var report: ExperimentReport
  /// The quarter that its level belongs to.
  let quarter: Int64
  /// The candidates against the incumbent in the paired-shadow stage; the candidate against its predecessor in full live.
  var trial: PairedTrial?
  /// The turns of the live ramp, once it has begun.
  var ramp: LiveRamp?
  /// Open-market time since which a proven candidate waits for its ramp.
  var waitsSince: Int64?
  /// Whether the paired shadows have rejected that no candidate is better.
  var hasProof = false
  /// When the present trial began, to tell the pace of trades.
  private var trialBegan: MarketTime

  init(_ report: ExperimentReport, quarter: Int64, now: MarketTime) {
    self.report = report
    self.quarter = quarter
    self.report.startedAt = now
    trialBegan = now
  }

  /// Every parameter in which a candidate differs from the incumbent; the winner's alone once there is one.
  var parameters: [Parameter] {
    let arms = report.winner.map { [report.candidates[$0]] } ?? report.candidates
    return Parameter.allCases.filter { parameter in
      arms.contains { $0.settings.contains { $0.parameter == parameter } }
    }
  }

  // MARK: Paired shadows

  mutating func beginShadows(
    _ configurations: [Configuration], version: ConfigurationVersion, incumbent: GridEngine, quote: Quote,
    now: MarketTime, settings: ExperimenterSettings
  ) {
    trial = PairedTrial(
      cloning: incumbent, candidates: configurations.map { ($0, version) }, quote: quote, now: now,
      plan: PairedComparison.Plan(
        blockTrades: settings.blockTrades, blockTime: settings.blockTime, plannedBlocks: settings.mostBlocks,
        plannedTrades: settings.harmPlannedTrades),
      alpha: report.level / Double(configurations.count), settings: settings)
    report.stage = .pairedShadow
    trialBegan = now
  }

  /// What is to be said after the paired shadows went on. Proof and futility are judged at block ends only.
  mutating func judgeShadows(
    _ progress: PairedTrial.Progress, now: MarketTime, fidelity: Fidelity.Verdict, settings: ExperimenterSettings
  ) -> ExperimentReport? {
    guard progress == .block, let trial else { return nil }
    refresh(now, settings)
    let rule = PromotionRule(level: report.level, settings: settings)
    switch rule.judge(trial.comparison, worstCaseRises: trial.worstCaseRises, fidelity: fidelity) {
    case .open:
      break
    case .promoted(let winner):
      let arm = report.candidates[winner]
      report.winner = winner
      hasProof = true
      report.stage = .liveRamp
      report.story.append(
        """
        paired shadows: \(arm.name) is better, lower bound \(text(arm.lowerBound)) a block above 0 and log e-value \
        \(arm.logEValue) at level \(report.level) after \(trial.blocks) blocks, \(trial.trades) trades
        """)
      report.remainingTrades = .undefined
      report.remainingDays = .undefined
      waitsSince = now.open
      self.trial = nil
    case .rejected:
      conclude(.rejected, "every candidate is proven worse", at: now)
    case .inconclusive(let reason):
      conclude(.inconclusive, reason.sentence(trial.comparison), at: now)
    }
    return report
  }

  // MARK: Full live

  /// The candidate is in force for good; its predecessor goes on as a shadow beside it.
  mutating func beginFullLive(
    _ candidate: Configuration, incumbent: GridEngine, quote: Quote, now: MarketTime, settings: ExperimenterSettings
  ) {
    guard var ramp else { return }
    ramp.finish()
    var predecessor = incumbent
    predecessor.adopt(ramp.incumbent.configuration, version: ramp.incumbent.version)
    trial = PairedTrial(
      cloning: predecessor, candidates: [(candidate, ramp.candidate)], quote: quote, now: now,
      plan: PairedComparison.Plan(
        blockTrades: settings.measurementBlockTrades, blockTime: 0, followsDependence: false,
        plannedBlocks: settings.mostBlocks, plannedTrades: settings.harmPlannedTrades),
      alpha: settings.alpha, settings: settings)
    report.stage = .fullLive
    report.ramp = ramp.report
    report.story.append(
      """
      live ramp: no harm in \(ramp.pairs.count) matched pairs of turns, mean \(text(ramp.report.meanPerPair)) a pair, \
      bounds \(text(ramp.report.lowerBound)) to \(text(ramp.report.upperBound))
      """)
    self.ramp = ramp
    trialBegan = now
  }

  /// What is to be said after the predecessor's shadow went on: harm is looked for at every trade.
  mutating func judgeFullLive(
    _ progress: PairedTrial.Progress, now: MarketTime, settings: ExperimenterSettings
  ) -> ExperimentReport? {
    guard progress != .nothing, let trial else { return nil }
    let arm = trial.candidates[0]
    let isBelow = arm.betweenTrades.upperBound.map { $0 < 0 } ?? false
    if trial.trades >= settings.harmTrades, isBelow || arm.harm.rejects(at: settings.alpha) {
      conclude(
        .rejected,
        """
        harmful in full live: \(arm.difference.value) against the predecessor's shadow after \(trial.trades) trades, \
        upper bound \(arm.betweenTrades.upperBound ?? 0) a trade, log e-value of harm \(arm.harm.logEValue)
        """, at: now)
      return report
    }
    if trial.trades >= settings.holdbackTrades {
      let difference = arm.difference.value
      conclude(
        .promoted,
        "\(difference) against the predecessor's shadow over \(trial.trades) trades in full live: the new incumbent",
        at: now)
      return report
    }
    guard progress == .block else { return nil }
    let left = Double(settings.holdbackTrades - trial.trades)
    report.remainingTrades = .value(left)
    report.remainingDays = days(for: left, now)
    return report
  }

  // MARK: Saying

  mutating func conclude(_ stage: ExperimentReport.Stage, _ conclusion: String, at now: MarketTime) {
    report.stage = stage
    report.conclusion = conclusion
    report.endedAt = now
    report.remainingTrades = .undefined
    report.remainingDays = .undefined
  }

  /// Takes the shadows' numbers into the report.
  mutating func refresh(_ now: MarketTime, _ settings: ExperimenterSettings) {
    guard report.stage == .pairedShadow, let trial else { return }
    report.trades = trial.trades
    for index in report.candidates.indices {
      let arm = trial.candidates[index]
      report.candidates[index].blocks = trial.blocks
      report.candidates[index].meanPerBlock = arm.mean
      report.candidates[index].lowerBound = arm.lowerBound
      report.candidates[index].upperBound = arm.upperBound
      report.candidates[index].logEValue = arm.gain.logEValue
      report.candidates[index].correlation = arm.correlation.value
      report.candidates[index].confidence =
        ConfidenceScore(
          blocks: arm.blocks.moments, worthwhile: settings.effectShare * trial.grossLossPerBlock
        ).probability
    }
    forecast(trial, now, settings)
  }

  /// Trades that the candidate told apart most easily still needs to prove a worthwhile gain, at most what its blocks
  /// allow.
  private mutating func forecast(_ trial: PairedTrial, _ now: MarketTime, _ settings: ExperimenterSettings) {
    let deviation = trial.candidates.compactMap { $0.blocks.moments.variance?.squareRoot() }.filter { $0 > 0 }.min()
    guard trial.blocks >= 2, let deviation else { return }
    let tradesPerBlock = Double(trial.trades) / Double(trial.blocks)
    // The deviation of the difference is known itself: at a correlation of one half it is that of one arm.
    let measured = ExperimentPlan.Measured(
      deviation: deviation, grossLoss: trial.grossLossPerBlock, correlation: 0.5, tradesPerBlock: tradesPerBlock,
      tradesPerDay: nil)
    let plan = ExperimentPlan(
      measured, level: report.level / Double(trial.candidates.count), effectShare: settings.effectShare,
      leastBlocks: settings.leastBlocks, mostBlocks: settings.mostBlocks)
    guard let planned = plan.remainingTrades(after: trial.trades).known else { return }
    let left = min(planned, Double(max(0, settings.mostBlocks - trial.blocks)) * tradesPerBlock).rounded(.up)
    report.remainingTrades = .value(left)
    report.remainingDays = days(for: left, now)
  }

  /// Market days that so many trades take at the present trial's pace.
  private func days(for trades: Double, _ now: MarketTime) -> Figure {
    guard let trial, trial.trades > 0, now.open > trialBegan.open else { return .undefined }
    let daysSoFar = Double(now.open - trialBegan.open) / Double(MarketTime.day)
    return .value(trades * daysSoFar / Double(trial.trades))
  }

  private func text(_ figure: Figure) -> String { figure.known.map { "\($0)" } ?? "undefined" }
}

extension ExperimentReport.Candidate {
  /// `gridSpacing 26, takeProfit 22`
  var name: String { settings.map(\.description).joined(separator: ", ") }
}
