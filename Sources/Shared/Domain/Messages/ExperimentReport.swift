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

/// An experiment as far as it has come. Every stage and every block publishes the whole report again.
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
    /// What else it has other than the incumbent.
    package var also: [ParameterSetting]
    package var blocks: Int
    package var meanPerBlock: Figure
    package var lowerBound: Figure
    package var upperBound: Figure
    package var logEValue: Double
    /// Correlation of the candidate's block results with the incumbent's.
    package var correlation: Figure
    /// Probability that it is better than the incumbent, for reading only; see `ConfidenceScore`.
    package var confidence: Figure
    /// Deflated Sharpe ratio of the replay gate, 0 to 1; undefined where it did not speak.
    package var deflatedSharpe: Figure

    package init(
      parameter: Parameter, value: ParameterValue, also: [ParameterSetting] = [], blocks: Int, meanPerBlock: Figure,
      lowerBound: Figure, upperBound: Figure, logEValue: Double, correlation: Figure, confidence: Figure = .undefined,
      deflatedSharpe: Figure = .undefined
    ) {
      self.parameter = parameter
      self.value = value
      self.also = also
      self.blocks = blocks
      self.meanPerBlock = meanPerBlock
      self.lowerBound = lowerBound
      self.upperBound = upperBound
      self.logEValue = logEValue
      self.correlation = correlation
      self.confidence = confidence
      self.deflatedSharpe = deflatedSharpe
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
  /// Who asked for it.
  package var by: String
  package var priority: Int
  /// What is compared, and when the comparison ends: fixed before the first quote.
  package var metric: String
  package var stoppingRule: String
  /// Seed of the order in which the live ramp takes its turns, fixed beforehand too.
  package var seed: Int64
  /// What each stage that is over has said, with its numbers.
  package var story: [String]
  /// Trades of the incumbent's shadow, and market days, that the present stage is expected to take yet; undefined
  /// before anything can be measured.
  package var remainingTrades: Figure
  package var remainingDays: Figure
  /// How far the live ramp is; `nil` before and after.
  package var ramp: LiveRampReport?

  package init(
    id: ExperimentID, stage: Stage, hypothesis: String, candidates: [Candidate], winner: Int?, level: Double,
    trades: Int, startedAt: MarketTime, endedAt: MarketTime?, conclusion: String, by: String = "", priority: Int = 0,
    metric: String = "", stoppingRule: String = "", seed: Int64 = 0, story: [String] = [],
    remainingTrades: Figure = .undefined, remainingDays: Figure = .undefined, ramp: LiveRampReport? = nil
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
    self.by = by
    self.priority = priority
    self.metric = metric
    self.stoppingRule = stoppingRule
    self.seed = seed
    self.story = story
    self.remainingTrades = remainingTrades
    self.remainingDays = remainingDays
    self.ramp = ramp
  }
}

extension ExperimentReport.Candidate {
  /// All that it has other than the incumbent.
  package var settings: [ParameterSetting] { [ParameterSetting(parameter, value)] + also }
}
