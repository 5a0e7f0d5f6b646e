import Domain
import Evaluation
import Foundation

/// One file's judgement as data, but for the ratios of the tuned bot to its twin.
struct EvaluateFile: Encodable {
  struct Bot: Encodable {
    var trades: Int
    var lots: Double
    var profitFactor: Double?
    var net: Double
    var maxDrawdown: Double
    /// Share of the open-market time below a peak.
    var underwaterShare: Double?
    /// Longest open-market days below a peak; `isUnderwaterAtEnd` where the last spell had not ended.
    var longestUnderwaterDays: Double
    var isUnderwaterAtEnd: Bool

    init(_ course: Course) {
      trades = course.trades
      lots = Double(course.lots) / 100
      profitFactor = course.profitFactor
      net = course.net.value
      maxDrawdown = course.maximumDrawdown.value
      underwaterShare = course.underwaterShare
      longestUnderwaterDays = Double(course.longestSpell) / Double(MarketTime.day)
      isUnderwaterAtEnd = course.endsUnderwater
    }
  }

  /// One stretch of a walk forward, tuned against twin.
  struct Stretch: Encodable {
    /// The first and the last day, UTC.
    var from: String
    var to: String
    var tunedTrades: Int
    var tunedProfitFactor: Double?
    var twinProfitFactor: Double?
    var ratios: EvaluateRatios
  }

  struct Ceiling: Encodable {
    var profitFactorRatio: Double?
    var profitFactor: Double
    var gridSpacing: String
    var takeProfit: String
    var stopLoss: String
    var tried: Int
  }

  struct Truth: Encodable {
    var change: Int64
    var finding: String
    var trades: Int
    var difference: Double
    var interval: Interval?
  }

  let file: String
  let profile: String
  let profileVersion: Int
  let currency: String
  /// What each bot began with.
  let initialBalance: Double
  let quotes: Int
  let notices: [String]
  /// The tuned bot's volume as a share of the frozen one's; under 0.6 it counts as withdrawn.
  let activity: Double
  let withdrawn: Bool
  /// What staying away saved or cost against the plain frozen bot.
  @Nullable var netSavedByWithdrawing: Double?
  let tuned: Bot
  let frozenBot: Bot
  let twin: Bot
  let naiveBot: Bot
  let limitsOnlyBot: Bot
  let frozen: EvaluateRatios
  let naive: EvaluateRatios
  let naiveTwin: EvaluateRatios
  let limitsOnly: EvaluateRatios
  let naiveMoves: Int
  @Nullable var hindsightCeiling: Ceiling?
  let changes: [ChangeListing]
  /// Changes by purpose and stage.
  let interventions: [String: Int]
  let alerts: [String: Int]
  let trips: [String]
  let truths: [Truth]
  let calibration: EvaluateCalibration
  /// Where stretches were asked for.
  let walkForward: [Stretch]?

  init(_ name: String, _ judged: FileEvaluation, notices: [String], walkForward: WalkForward?) {
    file = name
    profile = judged.profile.symbol.name
    profileVersion = judged.profile.version
    currency = judged.profile.currency
    quotes = judged.quotes
    self.notices = notices
    activity = judged.activity
    withdrawn = judged.isWithdrawn
    netSavedByWithdrawing = judged.isWithdrawn ? judged.tunedAgainstFrozen.ratios.netDifference : nil
    tuned = Bot(judged.tuned.course)
    frozenBot = Bot(judged.frozen.course)
    twin = Bot(judged.twin)
    naiveBot = Bot(judged.naive.course)
    limitsOnlyBot = Bot(judged.limitsOnly.course)
    let balance = judged.tuned.balance.value
    initialBalance = balance
    frozen = EvaluateRatios(judged.tunedAgainstFrozen, balance: balance)
    naive = EvaluateRatios(judged.naiveAgainstFrozen, balance: balance)
    naiveTwin = EvaluateRatios(judged.naiveAgainstTwin, balance: balance)
    limitsOnly = EvaluateRatios(judged.limitsAgainstFrozen, balance: balance)
    naiveMoves = judged.naive.moves
    hindsightCeiling = judged.ceiling.map { ceiling in
      Ceiling(
        profitFactorRatio: ceiling.profitFactorRatio, profitFactor: ceiling.profitFactor,
        gridSpacing: ceiling.configuration.gridSpacing.description,
        takeProfit: ceiling.configuration.takeProfit.description,
        stopLoss: ceiling.configuration.stopLoss.description, tried: ceiling.tried)
    }
    changes = judged.tuned.changes.map { ChangeListing($0) }
    interventions = Self.interventions(judged)
    alerts = Dictionary(uniqueKeysWithValues: judged.tuned.alerts.map { ($0.key.rawValue, $0.value) })
    trips = judged.tuned.trips.map { "\(MarketTime.text(ofUTC: $0.time)) \($0.level.name): \($0.reason)" }
    truths = judged.truths.map { truth in
      Truth(
        change: truth.change.number, finding: truth.finding.rawValue, trades: truth.trades,
        difference: truth.difference, interval: truth.interval)
    }
    calibration = EvaluateCalibration(Calibration(judged.calibration))
    self.walkForward = walkForward?.stretches.map { stretch in
      Stretch(
        from: MarketTime.date(ofDay: stretch.first), to: MarketTime.date(ofDay: stretch.last),
        tunedTrades: stretch.tuned.trades,
        tunedProfitFactor: stretch.tuned.profitFactor, twinProfitFactor: stretch.twin.profitFactor,
        ratios: EvaluateRatios(stretch.comparison, balance: balance))
    }
  }

  static func interventions(_ judged: FileEvaluation) -> [String: Int] {
    Dictionary(grouping: judged.tuned.changes) { "\($0.purpose.rawValue) \($0.stage.rawValue)" }.mapValues(\.count)
  }
}
