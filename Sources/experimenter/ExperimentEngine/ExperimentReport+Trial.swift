import Domain
import Statistics

extension ExperimentReport {
  /// Takes over what the shadows have shown, and how long they will go on.
  mutating func take(_ trial: PairedTrial, now: MarketTime, settings: ExperimenterSettings) {
    trades = trial.trades
    for index in candidates.indices {
      let arm = trial.candidates[index]
      candidates[index].blocks = trial.blocks
      candidates[index].meanPerBlock = arm.mean
      candidates[index].lowerBound = arm.lowerBound
      candidates[index].upperBound = arm.upperBound
      candidates[index].logEValue = arm.gain.logEValue
      candidates[index].correlation = arm.correlation.value
      candidates[index].confidence =
        ConfidenceScore(
          blocks: arm.blocks.moments, worthwhile: settings.effectShare * trial.grossLossPerBlock
        ).probability
    }
    guard let left = trial.remainingTrades(level: level, settings: settings) else { return }
    remainingTrades = .value(left)
    remainingDays = trial.days(for: left, now: now)
  }
}

extension PairedTrial {
  /// Trades that the candidate told apart most easily still needs to prove a worthwhile gain, at most what its blocks
  /// allow; `nil` where that is unknown.
  fileprivate func remainingTrades(level: Double, settings: ExperimenterSettings) -> Double? {
    let deviation = candidates.compactMap { $0.blocks.moments.variance?.squareRoot() }.filter { $0 > 0 }.min()
    guard blocks >= 2, let deviation else { return nil }
    let tradesPerBlock = Double(trades) / Double(blocks)
    // The deviation of the difference is known itself: at a correlation of one half it is that of one arm.
    let measured = ExperimentPlan.Measured(
      deviation: deviation, grossLoss: grossLossPerBlock, correlation: 0.5, tradesPerBlock: tradesPerBlock,
      tradesPerDay: nil)
    let plan = ExperimentPlan(
      measured, level: level / Double(candidates.count), effectShare: settings.effectShare,
      leastBlocks: settings.leastBlocks, mostBlocks: settings.mostBlocks)
    guard let planned = plan.remainingTrades(after: trades).known else { return nil }
    return min(planned, Double(max(0, settings.mostBlocks - blocks)) * tradesPerBlock).rounded(.up)
  }
}

extension ExperimentReport.Candidate {
  /// `gridSpacing 26, takeProfit 22`
  var name: String { settings.map(\.description).joined(separator: ", ") }
}

extension Figure {
  var text: String { known.map { "\($0)" } ?? "undefined" }
}
