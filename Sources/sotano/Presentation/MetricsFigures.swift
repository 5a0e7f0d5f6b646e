import Domain

/// The metrics of one window as data: absent where undefined or unknown, which `text` tells apart.
struct MetricsFigures: Encodable {
  var window: String
  var trades: Int
  var winRate: Double?
  var profitFactor: Double?
  var expectancy: Double?
  var net: Double
  var equity: Double?
  var drawdown: Double?
  var drawdownPercent: Double?
  var openTrades: Int
  /// Lots open, buys and sells added.
  var exposure: Double
  var text: String

  init(_ snapshot: MetricsSnapshot) {
    let account = snapshot.account
    window = snapshot.window.topicWord
    trades = snapshot.trades
    winRate = snapshot.winRate.known
    profitFactor = snapshot.profitFactor.known
    expectancy = snapshot.expectancy.known
    net = snapshot.net.value
    equity = account.equity.known
    drawdown = account.drawdown.known
    drawdownPercent = account.drawdownPercent.known
    openTrades = account.openTrades
    exposure = Double(account.exposure) / 100
    text = """
      last \(snapshot.trades) trades: win rate \(Self.share(snapshot.winRate)), profit factor \
      \(snapshot.profitFactor.text()), expectancy \(snapshot.expectancy.text()), net \(snapshot.net.text)
      account: equity \(account.equity.text()), drawdown \(account.drawdown.text()) \
      (\(account.drawdownPercent.text()) %), \(account.openTrades) open, \((Double(account.exposure) / 100).formatted(2)) lots
      """
  }

  private static func share(_ figure: Figure) -> String {
    figure.known.map { "\(($0 * 100).formatted(1)) %" } ?? figure.text()
  }
}
