/// What the optimizer waits for before it believes.
package struct OptimizerSettings: Hashable, Sendable, Codable {
  /// Paired trades from which a harmful finding undoes a change.
  package var harmTrades: Int
  /// Paired trades without which no change is kept.
  package var keepTrades: Int
  /// Open-market milliseconds without which no change is kept.
  package var keepTime: Int64
  /// Blocks after which an unproven change ends as inconclusive.
  package var mostBlocks: Int
  /// Open-market milliseconds between two steps of a plan; never less than the parameter's cooldown.
  package var stepTime: Int64
  /// Paired trades without harm before a measured plan's next step; 0 leaves it to the time alone.
  package var stepTrades: Int
  /// Trades after which a risk-lowering change expires unless its trigger renews it.
  package var reductionTrades: Int
  /// Trades in the window in which a cap must have bound for a change of it to have any effect.
  package var effectTrades: Int
  /// Open-market milliseconds without a report of the experimenter after which a live ramp is taken back.
  package var rampSilence: Int64
  /// Open-market milliseconds without a trade of the bot after which a measured change ends without proof; twice as many
  /// where there are trades but too few for a block of evidence.
  package var quietTime: Int64

  package init(
    harmTrades: Int = 50, keepTrades: Int = 100, keepTime: Int64 = 3_600_000, mostBlocks: Int = 60,
    stepTime: Int64 = 3_600_000, stepTrades: Int = 50, reductionTrades: Int = 500, effectTrades: Int = 100,
    rampSilence: Int64 = 10 * 86_400_000, quietTime: Int64 = 5 * 86_400_000
  ) {
    self.harmTrades = harmTrades
    self.keepTrades = keepTrades
    self.keepTime = keepTime
    self.mostBlocks = mostBlocks
    self.stepTime = stepTime
    self.stepTrades = stepTrades
    self.reductionTrades = reductionTrades
    self.effectTrades = effectTrades
    self.rampSilence = rampSilence
    self.quietTime = quietTime
  }
}
