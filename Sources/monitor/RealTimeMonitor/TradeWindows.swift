import Domain
import Statistics

/// The closed trades seen through every window, and which windows have changed since they were last published.
///
/// Sessions, hours of the day and days of the week, in UTC with 1 for Monday, are those of a trade's entry: that is what
/// a change of trading hours could have prevented. Windows of market time go by the exit.
struct TradeWindows: Hashable, Sendable, Codable {
  private(set) var recent: RecentTrades
  private var hours: [Int]
  private var timed: [TimedTrades]
  /// One a session, in the order of `TradingSession.allCases`.
  private var sessions: [RecentTrades]
  private var version: ConfigurationVersion?
  private var ofVersion = CumulativeWindow()
  private var byHour = [CumulativeWindow](repeating: CumulativeWindow(), count: 24)
  private var byDay = [CumulativeWindow](repeating: CumulativeWindow(), count: 7)
  private var all = CumulativeWindow()
  /// In order of change.
  private var changed: [MetricsWindow] = []

  init(settings: MonitorSettings) {
    recent = RecentTrades(capacity: settings.recentTrades)
    hours = settings.hourWindows
    timed = settings.hourWindows.map { TimedTrades(span: Int64($0) * MarketTime.hour) }
    sessions = TradingSession.allCases.map { _ in RecentTrades(capacity: settings.sessionTrades) }
  }

  subscript(session: TradingSession) -> RecentTrades {
    sessions[session.index]
  }

  mutating func begin(_ version: ConfigurationVersion) {
    guard version != self.version else { return }
    self.version = version
    ofVersion = CumulativeWindow()
    changed.removeAll { if case .version = $0 { true } else { false } }
  }

  mutating func add(_ trade: ClosedTrade, in entered: SessionSet, at time: MarketTime) {
    let profit = trade.profit
    recent.add(profit)
    mark(.trades(recent.capacity))
    for index in timed.indices {
      timed[index].add(profit, open: time.open)
      mark(.hours(hours[index]))
    }
    for session in entered.sessions {
      sessions[session.index].add(profit)
      mark(.session(session))
    }
    if let version, trade.trade.version == version {
      ofVersion.add(profit)
      mark(.version(version))
    }
    let hour = Int(trade.trade.entryTime / MarketTime.hour)
    byHour[hour % 24].add(profit)
    mark(.hourOfDay(hour % 24))
    // 1970-01-01 was a Thursday.
    let day = (hour / 24 + 3) % 7
    byDay[day].add(profit)
    mark(.dayOfWeek(day + 1))
    all.add(profit)
    mark(.all)
  }

  private mutating func mark(_ window: MetricsWindow) {
    if !changed.contains(window) { changed.append(window) }
  }

  /// Lets trades leave the windows of market time.
  mutating func expire(at time: MarketTime) {
    for index in timed.indices where timed[index].expire(at: time.open) { mark(.hours(hours[index])) }
  }

  /// Returns the windows that changed since the last call.
  mutating func takeChanged() -> [MetricsWindow] {
    defer { changed.removeAll(keepingCapacity: true) }
    return changed
  }

  func snapshot(of window: MetricsWindow, account: AccountMetrics) -> MetricsSnapshot {
    let content = content(of: window)
    let tally = content.tally
    let interval = WilsonInterval.of(successes: tally.wins, trials: tally.trades)
    return MetricsSnapshot(
      window: window, trades: tally.trades, wins: tally.wins, winRate: tally.winRate,
      winRateLow: interval.map { .value($0.lower) } ?? .undefined,
      winRateHigh: interval.map { .value($0.upper) } ?? .undefined,
      profitFactor: tally.profitFactor, expectancy: tally.expectancy, averageWin: tally.averageWin,
      averageLoss: tally.averageLoss, net: tally.net, losingStreak: content.losingStreak, account: account)
  }

  private func content(of window: MetricsWindow) -> any TradeWindow {
    switch window {
    case .trades: recent
    case .hours(let length): hours.firstIndex(of: length).map { timed[$0] } ?? TimedTrades(span: 0)
    case .session(let session): sessions[session.index]
    case .version: ofVersion
    case .hourOfDay(let hour): byHour[hour]
    case .dayOfWeek(let day): byDay[day - 1]
    case .all: all
    }
  }
}

extension TradingSession {
  /// Place in `allCases`.
  fileprivate var index: Int {
    switch self {
    case .sydney: 0
    case .tokyo: 1
    case .london: 2
    case .newYork: 3
    }
  }
}
