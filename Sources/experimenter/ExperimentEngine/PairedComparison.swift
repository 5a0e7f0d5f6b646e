package import Domain

/// The evidence of a comparison: the incumbent and one or more candidates on the same quotes, from block to block.
///
/// It knows results and nothing of quotes or positions, so that a trial of shadows and a simulation of trades go through
/// the same arithmetic. The caller settles every candidate before it says that the incumbent closed a trade.
package struct PairedComparison: Hashable, Sendable, Codable {
  /// What is fixed before the first result.
  package struct Plan: Hashable, Sendable, Codable {
    package var blockTrades: Int
    /// Open-market milliseconds.
    package var blockTime: Int64
    /// Whether blocks grow with the dependence of the differences.
    package var followsDependence: Bool
    /// Blocks and trades at which the confidence sequences are tightest.
    package var plannedBlocks: Int
    package var plannedTrades: Int

    package init(
      blockTrades: Int = 50, blockTime: Int64 = 0, followsDependence: Bool = true, plannedBlocks: Int = 60,
      plannedTrades: Int = 300
    ) {
      self.blockTrades = blockTrades
      self.blockTime = blockTime
      self.followsDependence = followsDependence
      self.plannedBlocks = plannedBlocks
      self.plannedTrades = plannedTrades
    }
  }

  package private(set) var incumbent = ArmRecord()
  package private(set) var candidates: [CandidateEvidence]
  package private(set) var blocks = 0
  package private(set) var schedule: BlockSchedule
  private var quantile = LossQuantile()
  private var atBlock = Money.zero

  /// - Parameters:
  ///   - alpha: one-sided error rate of the bounds of each candidate.
  ///   - open: open-market milliseconds at the beginning.
  package init(candidates: Int, alpha: Double, plan: Plan, open: Int64) {
    self.candidates = (0..<candidates).map { _ in CandidateEvidence(alpha: alpha, plan: plan) }
    schedule = BlockSchedule(leastTrades: plan.blockTrades, leastTime: plan.blockTime, start: open)
  }

  /// Closed trades of the incumbent.
  package var trades: Int { incumbent.trades }

  /// Mean loss of the incumbent's losing trades a block, positive.
  package var grossLossPerBlock: Double { blocks == 0 ? 0 : incumbent.grossLoss.value / Double(blocks) }

  /// The loss that candidates' next trades are tested against.
  package var lossThreshold: Money? { quantile.threshold }

  /// Settles the bets on one candidate's increment: see `CandidateEvidence.settle`.
  package mutating func settle(_ candidate: Int, _ difference: Money, within bounds: ClosedRange<Double>) {
    candidates[candidate].settle(difference, within: bounds)
  }

  /// Books a closed trade of a candidate, before those that the incumbent closed at the same quote.
  package mutating func close(_ candidate: Int, _ profit: Money) {
    candidates[candidate].close(profit, threshold: quantile.threshold)
  }

  package mutating func closeIncumbent(_ profit: Money) {
    incumbent.close(profit)
    quantile.observe(profit)
  }

  /// The incumbent has closed one trade or more at this instant.
  ///
  /// - Parameter result: what its trades have earned since the beginning, the open ones marked to market.
  /// - Returns: whether a block is over.
  package mutating func endTrade(_ result: Money, open: Int64) -> Bool {
    incumbent.see(result)
    for index in candidates.indices { candidates[index].endTrade(incumbent: result) }
    guard schedule.isOver(trades: trades, open: open) else { return false }
    for index in candidates.indices { candidates[index].endBlock(incumbent: result - atBlock) }
    blocks += 1
    atBlock = result
    schedule.begin(after: trades, open: open, dependence: candidates.compactMap(\.dependenceLength).max())
    return true
  }
}
