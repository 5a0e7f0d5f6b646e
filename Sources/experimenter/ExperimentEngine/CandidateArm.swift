import Domain
import GridTrading
import Statistics

/// One candidate beside the old arm, with the evidence about their difference.
struct CandidateArm: Hashable, Sendable, Codable {
  var shadow: Shadow
  /// Differences of whole blocks, and of the time between two closes of the old arm.
  private(set) var blocks: AsymptoticConfidenceSequence
  private(set) var betweenTrades: AsymptoticConfidenceSequence
  private(set) var gain = BettingEProcess(alternative: .gain)
  private(set) var harm = BettingEProcess(alternative: .harm)
  private(set) var correlation = RunningCorrelation()
  /// Difference of the results at the end of the last block.
  private(set) var difference = Money.zero
  private(set) var drawdown = Drawdown()
  private var atSettlement = Money.zero
  private var atTrade = Money.zero
  private var lowest = 0.0
  private var highest = 0.0

  init(shadow: Shadow, blocks: AsymptoticConfidenceSequence, betweenTrades: AsymptoticConfidenceSequence) {
    self.shadow = shadow
    self.blocks = blocks
    self.betweenTrades = betweenTrades
  }

  /// Whether a bound that was said beforehand was broken: the evidence is worth nothing then.
  var isVoid: Bool { gain.isVoid || harm.isVoid }

  /// Says what the next increment may come to.
  mutating func setBounds(beside old: GridEngine, quote: Quote, reach: QuoteReach) {
    let range = IncrementBounds(old: old, new: shadow.engine, quote: quote, reach: reach).range
    lowest = range.lowerBound
    highest = range.upperBound
  }

  /// Ends an increment, at any fill of either arm: the bets on it are settled.
  ///
  /// - Parameter isTrade: whether the old arm has closed a trade of its own.
  mutating func settle(oldResult: Money, quote: Quote, isTrade: Bool) {
    let result = shadow.result(at: quote)
    let now = result - oldResult
    let increment = (now - atSettlement).value
    gain.observe(increment, within: lowest...highest)
    harm.observe(increment, within: lowest...highest)
    atSettlement = now
    guard isTrade else { return }
    drawdown.see(result)
    betweenTrades.observe((now - atTrade).value)
    atTrade = now
  }

  mutating func endBlock(oldBlock: Money) {
    let block = atSettlement - difference
    blocks.observe(block.value)
    correlation.observe(oldBlock.value, (oldBlock + block).value)
    difference = atSettlement
  }

  /// Mean difference a block.
  var mean: Figure { blocks.count < 2 ? .undefined : blocks.mean.map { .value($0) } ?? .undefined }
  var lowerBound: Figure { bound(blocks.lowerBound) }
  var upperBound: Figure { bound(blocks.upperBound) }

  /// Blocks that were all equal have no spread and so no bounds; where they were all zero the arms did the same.
  private func bound(_ number: Double?) -> Figure {
    if let number { return .value(number) }
    return isIdentical ? .value(0) : .undefined
  }

  /// Whether no block has shown any difference at all.
  var isIdentical: Bool {
    blocks.count >= 2 && blocks.moments.mean == 0 && blocks.moments.sumOfSquaredDeviations == 0
  }

  /// Whether the lower bound would stay at or below `goal` to the end, even if every block yet to come were as good as
  /// the upper bound.
  func isFutile(goal: Double, mostBlocks: Int) -> Bool {
    guard let mean = blocks.mean, let upper = blocks.upperBound, let variance = blocks.moments.variance,
      blocks.count < mostBlocks
    else { return false }
    let (seen, all) = (Double(blocks.count), Double(mostBlocks))
    let hoped = (seen * mean + (all - seen) * upper) / all
    return hoped - blocks.boundary.oneSidedHalfWidth(variance: variance, count: mostBlocks) <= goal
  }
}

/// Deepest fall of a result from its peak, seen where the old arm closes trades.
struct Drawdown: Hashable, Sendable, Codable {
  private var peak = Money.zero
  private(set) var deepest = Money.zero

  mutating func see(_ result: Money) {
    peak = max(peak, result)
    deepest = max(deepest, peak - result)
  }
}
