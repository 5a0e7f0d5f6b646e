import Domain
import Wire

/// An experiment as data: market times and counters only, so that equal runs give equal bytes.
struct ExperimentListing: Encodable {
  struct Candidate: Encodable {
    var settings: [String: String]
    var blocks: Int
    var meanPerBlock: Double?
    var lowerBound: Double?
    var upperBound: Double?
    var logEValue: Double
    var correlation: Double?
    var confidence: Double?
    var deflatedSharpe: Double?

    init(_ candidate: ExperimentReport.Candidate) {
      settings = Dictionary(
        candidate.settings.map { ($0.parameter.rawValue, $0.value.description) }, uniquingKeysWith: { _, last in last })
      blocks = candidate.blocks
      meanPerBlock = candidate.meanPerBlock.known
      lowerBound = candidate.lowerBound.known
      upperBound = candidate.upperBound.known
      logEValue = candidate.logEValue
      correlation = candidate.correlation.known
      confidence = candidate.confidence.known
      deflatedSharpe = candidate.deflatedSharpe.known
    }
  }

  struct Ramp: Encodable {
    var change: Int64
    var turn: Int
    var isCandidate: Bool
    var planned: Int
    var pairs: Int
    var meanPerPair: Double?
    var lowerBound: Double?
    var upperBound: Double?
  }

  struct Moment: Encodable {
    /// Milliseconds since 1970 UTC, market time.
    var time: Int64
    var stage: String
    var trades: Int
    var candidates: [Candidate]
  }

  var id: Int64
  var stage: String
  var hypothesis: String
  var by: String
  var priority: Int
  var metric: String
  var stoppingRule: String
  var seed: Int64
  var level: Double
  var candidates: [Candidate]
  var winner: Int?
  var trades: Int
  var remainingTrades: Double?
  var remainingDays: Double?
  var ramp: Ramp?
  var story: [String]
  var startedAt: Int64
  var endedAt: Int64?
  var conclusion: String
  /// Every report in its order; with `show` only.
  var history: [Moment]?

  init(_ report: ExperimentReport, history: [JournalledEvents.Experiment]? = nil) {
    id = report.id.number
    stage = report.stage.rawValue
    hypothesis = report.hypothesis
    by = report.by
    priority = report.priority
    metric = report.metric
    stoppingRule = report.stoppingRule
    seed = report.seed
    level = report.level
    candidates = report.candidates.map(Candidate.init)
    winner = report.winner
    trades = report.trades
    remainingTrades = report.remainingTrades.known
    remainingDays = report.remainingDays.known
    ramp = report.ramp.map {
      Ramp(
        change: $0.change.number, turn: $0.turn, isCandidate: $0.isCandidate, planned: $0.planned, pairs: $0.pairs,
        meanPerPair: $0.meanPerPair.known, lowerBound: $0.lowerBound.known, upperBound: $0.upperBound.known)
    }
    story = report.story
    startedAt = report.startedAt.utc
    endedAt = report.endedAt?.utc
    conclusion = report.conclusion
    self.history = history?.map {
      Moment(
        time: $0.time.utc, stage: $0.report.stage.rawValue, trades: $0.report.trades,
        candidates: $0.report.candidates.map(Candidate.init))
    }
  }
}

/// The last report of each experiment, in order of number.
func latestReports(_ reports: [ExperimentReport]) -> [ExperimentReport] {
  var latest: [ExperimentID: ExperimentReport] = [:]
  for report in reports { latest[report.id] = report }
  return latest.values.sorted { $0.id < $1.id }
}

extension ExperimentReport.Candidate {
  /// `gridSpacing 26, takeProfit 22`
  var name: String { settings.map(\.description).joined(separator: ", ") }
}

extension JournalledEvents {
  /// The report of an experiment, and when.
  struct Experiment {
    var time: MarketTime
    var report: ExperimentReport
  }

  /// Every state of every experiment, oldest first.
  func experiments() throws -> [Experiment] {
    try all(kind: "experiment").compactMap { entry in
      guard case .experiment(let report) = entry.event else { return nil }
      return Experiment(time: entry.envelope.header.time, report: report)
    }
  }
}
