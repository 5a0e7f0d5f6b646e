/// How long the experimenter compares, and what it takes for proof.
package struct ExperimenterSettings: Hashable, Sendable, Codable {
  /// Trades of the incumbent's shadow in one block of an experiment.
  package var blockTrades: Int
  /// Least open-market milliseconds of an experiment's block, a trading session.
  package var blockTime: Int64
  /// Trades in one block of the measurement of a live change. It is smaller than an experiment's, because an unproven
  /// change is in force meanwhile: sixty such blocks pass in weeks rather than in a year.
  package var measurementBlockTrades: Int
  /// Blocks after which a comparison ends without proof.
  package var mostBlocks: Int
  /// Blocks without which nothing is promoted.
  package var leastBlocks: Int
  /// Trades of the old arm from which a live change may be found harmful.
  package var harmTrades: Int
  /// Trades of the old arm without which a live change is not found better or not worse.
  package var keepTrades: Int
  /// Open-market milliseconds without which it is not.
  package var keepTime: Int64
  /// Error rate of each finding about a live change, one-sided.
  package var alpha: Double
  /// Trades at which the confidence sequence that looks for harm is tightest.
  package var harmPlannedTrades: Int
  /// False discovery rate of the promotions of one quarter.
  package var falseDiscoveryRate: Double
  /// Open-market milliseconds of a quarter, after which the levels start again.
  package var quarter: Int64
  /// Not worse means by no more than this share of the old arm's gross loss a block.
  package var marginShare: Double
  /// The smallest gain worth finding, as a share of the incumbent's gross loss a block: a profit factor better by a
  /// tenth is about this.
  package var effectShare: Double
  /// How far a price may run inside a bar from one quote to the next, in median spreads. Beyond it the evidence of bets
  /// is void.
  package var runSpreads: Int
  /// How far it may jump between two quotes of one week, in median spreads.
  package var jumpSpreads: Int
  /// How far it may jump over a weekend, in median spreads.
  package var weekendSpreads: Int
  /// Drawdown and largest loss of a winner, at most this many times the incumbent's.
  package var guardrail: Double
  package var mostCandidates: Int
  /// Least deflated Sharpe ratio of a candidate's advantage on stored quotes, of 1.
  package var replayDeflatedSharpe: Double
  /// Highest probability of overfitting on stored quotes, of 1.
  package var replayOverfitting: Double
  /// Trades of the incumbent on stored quotes without which they say nothing.
  package var replayTrades: Int
  /// Trades of the incumbent's shadow in one turn of a live ramp.
  package var rampTurnTrades: Int
  /// Turns of the introduction, of which the candidate has the first.
  package var rampIntroduction: Int
  /// Matched pairs of turns that must have been settled before the candidate goes full live.
  package var rampPairs: Int
  /// Open-market milliseconds for which a proven candidate waits for its ramp to start.
  package var rampPatience: Int64
  /// Trades of the incumbent's shadow for which it is kept beside the candidate in full live.
  package var holdbackTrades: Int
  /// From it and an experiment's number comes the seed of the order in which its ramp takes turns.
  package var seed: UInt64

  package init(
    blockTrades: Int = 50, blockTime: Int64 = 8 * 3_600_000, measurementBlockTrades: Int = 10, mostBlocks: Int = 60,
    leastBlocks: Int = 15, harmTrades: Int = 50, keepTrades: Int = 100, keepTime: Int64 = 3_600_000,
    alpha: Double = 0.05, harmPlannedTrades: Int = 300, falseDiscoveryRate: Double = 0.1,
    quarter: Int64 = 13 * 5 * 86_400_000, marginShare: Double = 0.02, effectShare: Double = 0.1, runSpreads: Int = 120,
    jumpSpreads: Int = 30, weekendSpreads: Int = 300,
    guardrail: Double = 1.1, mostCandidates: Int = 4, replayDeflatedSharpe: Double = 0.95,
    replayOverfitting: Double = 0.2, replayTrades: Int = 100, rampTurnTrades: Int = 10, rampIntroduction: Int = 4,
    rampPairs: Int = 8, rampPatience: Int64 = 5 * 86_400_000, holdbackTrades: Int = 1000, seed: UInt64 = 1
  ) {
    self.blockTrades = blockTrades
    self.blockTime = blockTime
    self.measurementBlockTrades = measurementBlockTrades
    self.mostBlocks = mostBlocks
    self.leastBlocks = leastBlocks
    self.harmTrades = harmTrades
    self.keepTrades = keepTrades
    self.keepTime = keepTime
    self.alpha = alpha
    self.harmPlannedTrades = harmPlannedTrades
    self.falseDiscoveryRate = falseDiscoveryRate
    self.quarter = quarter
    self.marginShare = marginShare
    self.effectShare = effectShare
    self.runSpreads = runSpreads
    self.jumpSpreads = jumpSpreads
    self.weekendSpreads = weekendSpreads
    self.guardrail = guardrail
    self.mostCandidates = mostCandidates
    self.replayDeflatedSharpe = replayDeflatedSharpe
    self.replayOverfitting = replayOverfitting
    self.replayTrades = replayTrades
    self.rampTurnTrades = rampTurnTrades
    self.rampIntroduction = rampIntroduction
    self.rampPairs = rampPairs
    self.rampPatience = rampPatience
    self.holdbackTrades = holdbackTrades
    self.seed = seed
  }
}
