package import Domain
package import Statistics

/// What is known about the difference of one candidate and the incumbent: pure arithmetic on results that others bring.
package struct CandidateEvidence: Hashable, Sendable, Codable {
  /// Differences of whole blocks, and of the time between two closes of the incumbent.
  package private(set) var blocks: AsymptoticConfidenceSequence
  package private(set) var betweenTrades: AsymptoticConfidenceSequence
  /// Skewness of the blocks' differences.
  package private(set) var skewness = RunningSkewness()
  package private(set) var gain = BettingEProcess(alternative: .gain)
  package private(set) var harm = BettingEProcess(alternative: .harm)
  package private(set) var correlation = RunningCorrelation()
  package private(set) var record = ArmRecord()
  package private(set) var tail = TailLoss()
  /// Difference of the results at the end of the last block.
  package private(set) var difference = Money.zero
  /// Differences from close to close, where the length of blocks follows them.
  private var dependence: RunningAutocovariance?
  private var settled = Money.zero
  private var atTrade = Money.zero

  /// Lags beyond which dependence is not looked for; as many as the rule of Politis and White asks of 9,000 trades.
  private static let mostLags = 100

  init(alpha: Double, plan: PairedComparison.Plan) {
    blocks = AsymptoticConfidenceSequence(alpha: alpha, plannedObservations: plan.plannedBlocks)
    betweenTrades = AsymptoticConfidenceSequence(alpha: alpha, plannedObservations: plan.plannedTrades)
    if plan.followsDependence { dependence = RunningAutocovariance(mostLags: Self.mostLags) }
  }

  /// Whether a bound that was set beforehand was broken: the evidence is worth nothing then.
  package var isVoid: Bool { gain.isVoid || harm.isVoid }

  /// Settles the bets on one increment.
  ///
  /// - Parameters:
  ///   - now: candidate minus incumbent, since the beginning.
  ///   - bounds: of the increment since the last settlement, in money, said at that settlement.
  mutating func settle(_ now: Money, within bounds: ClosedRange<Double>) {
    let increment = (now - settled).value
    gain.observe(increment, within: bounds)
    harm.observe(increment, within: bounds)
    settled = now
  }

  /// Books a closed trade of the candidate.
  ///
  /// - Parameter threshold: the loss to test it against, known before the quote that closed it.
  mutating func close(_ profit: Money, threshold: Money?) {
    record.close(profit)
    if let threshold { tail.observe(profit, against: threshold) }
  }

  /// The incumbent has closed a trade; its result is known and this candidate's difference has been settled.
  mutating func endTrade(incumbent result: Money) {
    record.see(result + settled)
    let increment = (settled - atTrade).value
    betweenTrades.observe(increment)
    dependence?.observe(increment)
    atTrade = settled
  }

  mutating func endBlock(incumbent block: Money) {
    let own = settled - difference
    blocks.observe(own.value)
    skewness.observe(own.value)
    correlation.observe(block.value, (block + own).value)
    difference = settled
  }

  /// Block length of the differences so far by the rule of Politis and White, in trades of the incumbent.
  package var dependenceLength: Double? { dependence.flatMap(politisWhiteBlockLength)?.stationary }

  /// Mean difference a block.
  package var mean: Figure { blocks.count < 2 ? .undefined : blocks.mean.map { .value($0) } ?? .undefined }
  package var lowerBound: Figure { bound(blocks.lowerBound) }
  package var upperBound: Figure { bound(blocks.upperBound) }

  /// Blocks that were all equal have no spread and so no bounds; where they were all zero the arms did the same.
  private func bound(_ number: Double?) -> Figure {
    if let number { return .value(number) }
    return isIdentical ? .value(0) : .undefined
  }

  /// Whether no block has shown any difference at all.
  package var isIdentical: Bool {
    blocks.count >= 2 && blocks.moments.mean == 0 && blocks.moments.sumOfSquaredDeviations == 0
  }

  /// Whether the lower bound would stay at or below `goal` to the end, even if every block yet to come were as good as
  /// the upper bound.
  package func isFutile(goal: Double, mostBlocks: Int) -> Bool {
    guard let mean = blocks.mean, let upper = blocks.upperBound, let variance = blocks.moments.variance,
      blocks.count < mostBlocks
    else { return false }
    let (seen, all) = (Double(blocks.count), Double(mostBlocks))
    let hoped = (seen * mean + (all - seen) * upper) / all
    return hoped - blocks.boundary.oneSidedHalfWidth(variance: variance, count: mostBlocks) <= goal
  }
}
