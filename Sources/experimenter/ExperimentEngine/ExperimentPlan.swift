package import Domain
import Statistics

/// How long a paired comparison will take and how likely it is to end in a proof, before it starts and while it runs.
///
/// In units of blocks, with d the smallest gain worth finding and σ_D the deviation of the blocks' differences:
///
///     σ_D = σ √(2 (1 − ρ)),   n = factor · (z₁₋α + z_power)² σ_D² / d²
///
/// (Jennison and Turnbull, "Group sequential methods", 1999, section 2.2; ρ by pairing.) `factor` is what it costs that
/// the rule may be looked at after every block and asks for two proofs; `sotano study promotion` prints it as `plan.factor`.
package struct ExperimentPlan: Hashable, Sendable, Codable {
  /// What is known of the two arms, measured or taken from `sotano study correlation`.
  package struct Measured: Hashable, Sendable, Codable {
    /// Standard deviation of the incumbent's result a block, in money.
    package var deviation: Double
    /// Loss of the incumbent's losing trades a block, in money, positive.
    package var grossLoss: Double
    /// Correlation of the block results of the two arms, −1 to 1.
    package var correlation: Double
    /// Trades of the incumbent in a block.
    package var tradesPerBlock: Double
    /// Trades of the incumbent in a day of open market; nil where it is not known.
    package var tradesPerDay: Double?

    package init(
      deviation: Double, grossLoss: Double, correlation: Double, tradesPerBlock: Double, tradesPerDay: Double?
    ) {
      self.deviation = deviation
      self.grossLoss = grossLoss
      self.correlation = correlation
      self.tradesPerBlock = tradesPerBlock
      self.tradesPerDay = tradesPerDay
    }
  }

  package let measured: Measured
  /// The gain worth finding, as a share of the incumbent's gross loss; a tenth is about a profit factor 10 % better.
  package let effectShare: Double
  /// One-sided error rate of each candidate, α_t / K.
  package let level: Double
  /// Chance of a proof that is asked for.
  package let wantedPower: Double
  package let leastBlocks: Int
  package let mostBlocks: Int

  /// Blocks of the whole rule for each block of a single look at fixed size.
  package static let sequentialFactor = 2.4

  package init(
    _ measured: Measured, level: Double, effectShare: Double = 0.1, wantedPower: Double = 0.8, leastBlocks: Int = 15,
    mostBlocks: Int = 60
  ) {
    precondition(level > 0 && level < wantedPower && wantedPower < 1, "the level lies below the power, both in (0, 1)")
    self.measured = measured
    self.effectShare = effectShare
    self.level = level
    self.wantedPower = wantedPower
    self.leastBlocks = leastBlocks
    self.mostBlocks = mostBlocks
  }

  /// The gain worth finding, in money a block.
  package var effect: Double { effectShare * measured.grossLoss }

  /// Standard deviation of the difference of two arms, in money a block.
  package var differenceDeviation: Double {
    SampleSize.pairedDeviation(deviation: measured.deviation, correlation: measured.correlation)
  }

  /// Blocks until a candidate with that gain is promoted with the wanted power; undefined without losses to measure by.
  package var blocks: Figure {
    guard effect > 0, differenceDeviation.isFinite else { return .undefined }
    guard differenceDeviation > 0 else { return .value(Double(leastBlocks)) }
    let fixed = SampleSize.pairs(
      difference: effect, deviation: differenceDeviation, power: wantedPower, test: test)
    guard let fixed else { return .undefined }
    return .value(max(Double(leastBlocks), (Self.sequentialFactor * fixed).rounded(.up)))
  }

  package var trades: Figure { blocks.times(measured.tradesPerBlock) }

  /// Days of open market; unknown while the pace is.
  package var days: Figure { daysOf(trades) }

  /// Trades still to come after `done` of the incumbent's; zero where the plan has been passed.
  package func remainingTrades(after done: Int) -> Figure {
    guard let trades = trades.known else { return trades }
    return .value(max(0, trades - Double(done)))
  }

  package func remainingDays(after done: Int) -> Figure { daysOf(remainingTrades(after: done)) }

  /// Chance that a candidate with the gain worth finding is promoted within so many blocks.
  package func power(blocks: Int) -> Figure {
    guard effect > 0, differenceDeviation.isFinite else { return .undefined }
    guard blocks >= leastBlocks else { return .value(0) }
    guard differenceDeviation > 0 else { return .value(1) }
    return .value(
      test.normal(effect: effect / differenceDeviation, n: Double(blocks) / Self.sequentialFactor))
  }

  /// Whether the wanted power can be had within the blocks that an experiment may take.
  package var isFeasible: Bool { blocks.known.map { $0 <= Double(mostBlocks) } ?? false }

  private var test: Power { Power(design: .paired, alternative: .greater, alpha: level) }

  private func daysOf(_ trades: Figure) -> Figure {
    guard let pace = measured.tradesPerDay, pace > 0 else { return .unknown }
    return trades.times(1 / pace)
  }
}

extension Figure {
  fileprivate func times(_ factor: Double) -> Figure { known.map { .value($0 * factor) } ?? self }
}
