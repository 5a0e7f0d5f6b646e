import Domain
import GridTrading

/// The result of one configuration, for people and programs.
struct ReplayFigures: Encodable {
  struct Session: Encodable {
    var session: String
    var trades: Int
    var winRate: Double?
    var profitFactor: Double?
    var expectancy: Double?
    var net: Double
  }

  /// Every parameter with its value, as a person writes it.
  var parameters: [String: String]
  var trades: Int
  /// Trades open at the end, in no figure but the drawdown.
  var openTrades: Int
  /// Grid levels that opened nothing, by the cap on positions, the spread or the venue's distance.
  var skippedLevels: Int
  /// 0 to 1. This and what follows is absent where it is undefined, in money of the quote currency else.
  var winRate: Double?
  var profitFactor: Double?
  var expectancy: Double?
  var averageWin: Double?
  var averageLoss: Double?
  var net: Double
  var commission: Double
  var swap: Double
  /// Deepest fall from a peak, open losses included.
  var maximumDrawdown: Double
  /// Net per deepest drawdown.
  var recoveryFactor: Double?
  /// Longest open-market hours below a peak, and whether the last time had ended.
  var longestRecoveryHours: Double
  var hasRecovered: Bool
  var sessions: [Session]

  init(_ configuration: Configuration, _ metrics: ReplayMetrics) {
    parameters = Dictionary(
      uniqueKeysWithValues: Parameter.allCases.map { ($0.rawValue, configuration[$0].description) })
    let total = metrics.total
    trades = total.trades
    openTrades = metrics.openTrades
    skippedLevels = metrics.skipped
    winRate = total.winRate.known
    profitFactor = total.profitFactor.known
    expectancy = total.expectancy.known
    averageWin = total.averageWin.known
    averageLoss = total.averageLoss.known
    net = total.net.value
    commission = total.costs.commission.value
    swap = total.costs.swap.value
    maximumDrawdown = metrics.equity.maximumDrawdown.value
    recoveryFactor = metrics.recoveryFactor.known
    longestRecoveryHours = Double(metrics.equity.longestRecovery) / Double(MarketTime.hour)
    hasRecovered = metrics.equity.isRecovered
    sessions = metrics.sessions.map { entry in
      Session(
        session: entry.session.rawValue, trades: entry.tally.trades, winRate: entry.tally.winRate.known,
        profitFactor: entry.tally.profitFactor.known, expectancy: entry.tally.expectancy.known,
        net: entry.tally.net.value)
    }
  }

  /// One configuration at length.
  var text: String {
    let recovered = hasRecovered ? "" : ", not over at the end"
    var table = Table(["session of entry", "trades", "won", "profit factor", "expectancy", "net"])
    for session in sessions {
      table.add([
        session.session, "\(session.trades)", session.winRate.percent, session.profitFactor.text(3),
        session.expectancy.text(2), session.net.formatted(2),
      ])
    }
    return """
      trades          \(trades) closed, \(openTrades) open at the end, \(skippedLevels) grid levels skipped
      win rate        \(winRate.percent)
      profit factor   \(profitFactor.text(3))
      expectancy      \(expectancy.text(2)) a trade (win \(averageWin.text(2)), \
      loss \(averageLoss.text(2)))
      net             \(net.formatted(2)) after commission \(commission.formatted(2)) and swap \(swap.formatted(2))
      drawdown        \(maximumDrawdown.formatted(2)), open losses included
      recovery        factor \(recoveryFactor.text(2)), longest \(longestRecoveryHours.formatted(0)) \
      open-market hours\(recovered)

      \(table.text)
      """
  }
}
