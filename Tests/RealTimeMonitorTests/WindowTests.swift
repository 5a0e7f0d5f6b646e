import Domain
import RealTimeMonitor
import Testing

@Suite struct WindowTests {
  @Test(arguments: [11, 12, 13] as [UInt64])
  func `every window holds exactly the trades that belong to it`(seed: UInt64) {
    var bot = SimulatedBot(seed: seed)
    var monitor = RealTimeMonitor(profile: profile, settings: MonitorSettings())
    var compared: Set<String> = []
    for _ in 0..<700 {
      var effects: [Effect] = []
      for input in bot.nextMinute() { effects += monitor.receive(input) }
      // Snapshots are taken at scans, 30 s apart, with the trades that had closed by then.
      for snapshot in effects.metrics where bot.minute % 5 == 0 {
        let scans = bot.quoteTimes.suffix(4)
        let matches = scans.contains { scan in
          let trades = expected(snapshot.window, of: bot.closedTrades, at: scan)
          return trades.count == snapshot.trades && agree(snapshot, with: trades)
        }
        #expect(matches, "\(snapshot.window.topicWord) in minute \(bot.minute)")
        compared.insert(snapshot.window.topicWord)
      }
    }
    #expect(compared.isSuperset(of: ["window100", "1h", "24h", "all", "tokyo", "hour9", "day1"]))
  }

  private func expected(_ window: MetricsWindow, of trades: [ClosedTrade], at scan: MarketTime) -> [ClosedTrade] {
    let known = trades.filter { $0.exitTime <= scan.utc }
    switch window {
    case .trades(let count): return known.suffix(count)
    case .hours(let hours):
      let start = scan.open - Int64(hours) * MarketTime.hour
      return known.filter { calendar.openMilliseconds(at: $0.exitTime) > start }
    case .session(let session):
      return known.filter { calendar.sessions(at: $0.trade.entryTime).contains(SessionSet(session)) }.suffix(100)
    case .version(let version): return known.filter { $0.trade.version == version }
    case .hourOfDay(let hour): return known.filter { $0.trade.entryTime / 3_600_000 % 24 == hour }
    case .dayOfWeek(let day): return known.filter { ($0.trade.entryTime / 86_400_000 + 3) % 7 + 1 == day }
    case .all: return known
    }
  }

  private func agree(_ snapshot: MetricsSnapshot, with trades: [ClosedTrade]) -> Bool {
    let wins = trades.filter { $0.profit > .zero }
    let losses = trades.filter { $0.profit < .zero }
    let profit = wins.reduce(Money.zero) { $0 + $1.profit }
    let loss = losses.reduce(Money.zero) { $0 - $1.profit }
    let factor = losses.isEmpty ? Figure.undefined : .value(profit.value / loss.value)
    let runs = trades.split { $0.profit >= .zero }.map(\.count)
    return snapshot.wins == wins.count && snapshot.net == profit - loss && snapshot.profitFactor == factor
      && snapshot.losingStreak == runs.max() ?? 0
  }

  @Test func `a window without trades has undefined ratios, and one without losses no profit factor`() {
    var settings = MonitorSettings()
    settings.publishEvery = 60_000
    var watch = Watch(settings)
    watch.quotes(110_000)
    let empty = watch.takeEffects().metrics.last!
    #expect(empty.winRate == .undefined)
    #expect(empty.winRateLow == .undefined)
    #expect(empty.profitFactor == .undefined)
    #expect(empty.expectancy == .undefined)
    watch.trade(profit: 20)
    watch.quotes(110_000)
    let won = watch.takeEffects().metrics.last { $0.window == .all }!
    #expect(won.winRate == .value(1))
    #expect(won.profitFactor == .undefined)
    #expect(won.averageWin == .value(20))
    #expect(won.averageLoss == .undefined)
  }

  @Test func `a new configuration version begins an empty window, and older trades stay out of it`() {
    var watch = Watch()
    let second = ConfigurationApplied(
      version: ConfigurationVersion(2), configuration: profile.defaults, approved: profile.defaults, change: nil)
    watch.trade(profit: 20, version: 1)
    watch.hear(.configurationApplied(second))
    watch.trade(profit: -40, version: 1)
    watch.trade(profit: 10, version: 2)
    watch.quotes(110_000)
    let snapshot = watch.effects.metrics.last { $0.window == .version(ConfigurationVersion(2)) }
    #expect(snapshot?.trades == 1)
    #expect(snapshot?.net == money(10))
  }

  @Test func `nothing is said while no trade closes and no publication is due`() {
    var settings = MonitorSettings()
    settings.publishEvery = MarketTime.day
    var watch = Watch(settings)
    watch.quotes(110_000)
    _ = watch.takeEffects()
    for step in 0..<600 { watch.quotes(110_000 + Int32(step % 7)) }
    #expect(watch.effects.isEmpty)
  }
}
