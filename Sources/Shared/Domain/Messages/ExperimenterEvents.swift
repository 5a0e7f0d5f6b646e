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

/// The number of an experiment within its bot, from 1 in order of start.
package struct ExperimentID: Hashable, Comparable, Sendable, Codable, CustomStringConvertible {
  package var number: Int64

  package init(_ number: Int64) {
    self.number = number
  }

  package var description: String { "\(number)" }

  package static func < (left: ExperimentID, right: ExperimentID) -> Bool {
    left.number < right.number
  }

  package init(from decoder: any Decoder) throws {
    number = try decoder.singleValueContainer().decode(Int64.self)
  }

  package func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(number)
  }
}

/// An experiment as far as it has come. Every stage and every block publishes the whole report anew.
package struct ExperimentReport: Hashable, Sendable, Codable {
  package enum Stage: String, Hashable, Sendable, Codable {
    case queued
    case replay
    case pairedShadow
    case liveRamp
    case fullLive
    case promoted
    case rejected
    case inconclusive
    case cancelled

    package var isFinal: Bool {
      switch self {
      case .promoted, .rejected, .inconclusive, .cancelled: true
      case .queued, .replay, .pairedShadow, .liveRamp, .fullLive: false
      }
    }
  }

  /// One candidate against the incumbent.
  package struct Candidate: Hashable, Sendable, Codable {
    package var parameter: Parameter
    package var value: ParameterValue
    package var blocks: Int
    package var meanPerBlock: Figure
    package var lowerBound: Figure
    package var upperBound: Figure
    package var logEValue: Double
    /// Correlation of the candidate's block results with the incumbent's.
    package var correlation: Figure

    package init(
      parameter: Parameter, value: ParameterValue, blocks: Int, meanPerBlock: Figure, lowerBound: Figure,
      upperBound: Figure, logEValue: Double, correlation: Figure
    ) {
      self.parameter = parameter
      self.value = value
      self.blocks = blocks
      self.meanPerBlock = meanPerBlock
      self.lowerBound = lowerBound
      self.upperBound = upperBound
      self.logEValue = logEValue
      self.correlation = correlation
    }
  }

  package var id: ExperimentID
  package var stage: Stage
  package var hypothesis: String
  package var candidates: [Candidate]
  /// The candidate that won, once promoted.
  package var winner: Int?
  /// Level of this experiment by e-LOND.
  package var level: Double
  package var trades: Int
  package var startedAt: MarketTime
  package var endedAt: MarketTime?
  package var conclusion: String

  package init(
    id: ExperimentID, stage: Stage, hypothesis: String, candidates: [Candidate], winner: Int?, level: Double,
    trades: Int, startedAt: MarketTime, endedAt: MarketTime?, conclusion: String
  ) {
    self.id = id
    self.stage = stage
    self.hypothesis = hypothesis
    self.candidates = candidates
    self.winner = winner
    self.level = level
    self.trades = trades
    self.startedAt = startedAt
    self.endedAt = endedAt
    self.conclusion = conclusion
  }
}
