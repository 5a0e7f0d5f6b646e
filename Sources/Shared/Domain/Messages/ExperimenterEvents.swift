/// What the paired shadows have shown of one applied change so far: shadow-new against shadow-old on the same quotes.
package struct MeasurementReport: Hashable, Sendable, Codable {
  package enum Finding: String, Hashable, Sendable, Codable {
    /// Not enough yet.
    case open
    /// Proven worse than the predecessor.
    case harmful
    /// Proven better.
    case better
    /// Proven not worse by more than the margin.
    case notWorse
    /// The window is over without proof.
    case exhausted
    /// The running evidence is unusable (a gap in the quotes, a broken bound).
    case void
  }

  package var change: ChangeID
  package var version: ConfigurationVersion
  package var finding: Finding
  package var blocks: Int
  /// Trades that the predecessor's shadow has closed since the change.
  package var trades: Int
  /// Sum of new minus old over the blocks, marked to market, inherited positions excluded.
  package var difference: Money
  /// Mean difference a block and its asymptotic confidence bounds, in money; undefined below two blocks.
  package var meanPerBlock: Figure
  package var lowerBound: Figure
  package var upperBound: Figure
  /// log of the betting e-value that the change is harmful, and that it is better.
  package var logHarm: Double
  package var logGain: Double
  /// The non-inferiority margin a block, in money: two per cent of the old arm's gross loss.
  package var margin: Double

  package init(
    change: ChangeID, version: ConfigurationVersion, finding: Finding, blocks: Int, trades: Int, difference: Money,
    meanPerBlock: Figure, lowerBound: Figure, upperBound: Figure, logHarm: Double, logGain: Double, margin: Double
  ) {
    self.change = change
    self.version = version
    self.finding = finding
    self.blocks = blocks
    self.trades = trades
    self.difference = difference
    self.meanPerBlock = meanPerBlock
    self.lowerBound = lowerBound
    self.upperBound = upperBound
    self.logHarm = logHarm
    self.logGain = logGain
    self.margin = margin
  }
}

/// What stored quotes say of an experiment's candidates beside the incumbent, before the first live quote is looked at.
package struct ReplayEvidence: Hashable, Sendable, Codable {
  /// Of each candidate in its order: the probability, 0 to 1, that its daily advantage over the incumbent is real although
  /// it was the best of `trials`. Undefined where it never differed from the incumbent.
  package var deflatedSharpe: [Figure]
  /// Probability, 0 to 1, that the best of all tried in one half of the days lies below the median in the other.
  package var overfitting: Figure
  /// What choosing the best of the candidates by all days before would have gained over the incumbent a day, in money.
  package var walkForward: Figure
  /// Every configuration ever tried in this run, these candidates among them.
  package var trials: Int
  /// Market days of the quotes, and the incumbent's trades on them.
  package var days: Int
  package var trades: Int
  /// Which quotes, for a person.
  package var quotes: String

  package init(
    deflatedSharpe: [Figure], overfitting: Figure, walkForward: Figure, trials: Int, days: Int, trades: Int,
    quotes: String
  ) {
    self.deflatedSharpe = deflatedSharpe
    self.overfitting = overfitting
    self.walkForward = walkForward
    self.trials = trials
    self.days = days
    self.trades = trades
    self.quotes = quotes
  }
}

/// How far a live ramp is: which of its two versions shall be in force, and what the pairs of turns have shown.
package struct LiveRampReport: Hashable, Sendable, Codable {
  /// The change that is the ramp.
  package var change: ChangeID
  /// The turn that shall be in force; turn 0 was the change itself.
  package var turn: Int
  /// Whether the candidate's version shall be in force in this turn, or the incumbent's.
  package var isCandidate: Bool
  /// Turns that the ramp will have at least.
  package var planned: Int
  /// Matched pairs whose trades have all been closed.
  package var pairs: Int
  /// Mean difference of a pair, candidate minus incumbent, each turn less what the incumbent's shadow earned in it; and
  /// its one-sided confidence bounds. Quote currency.
  package var meanPerPair: Figure
  package var lowerBound: Figure
  package var upperBound: Figure

  package init(
    change: ChangeID, turn: Int, isCandidate: Bool, planned: Int, pairs: Int, meanPerPair: Figure, lowerBound: Figure,
    upperBound: Figure
  ) {
    self.change = change
    self.turn = turn
    self.isCandidate = isCandidate
    self.planned = planned
    self.pairs = pairs
    self.meanPerPair = meanPerPair
    self.lowerBound = lowerBound
    self.upperBound = upperBound
  }
}
