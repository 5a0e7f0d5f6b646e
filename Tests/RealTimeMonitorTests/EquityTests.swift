import Domain
import RealTimeMonitor
import Testing

@Suite struct EquityTests {
  /// Publishes often, so that the account can be compared at many instants.
  static let settings: MonitorSettings = {
    var settings = MonitorSettings()
    settings.publishEvery = 60_000
    return settings
  }()

  @Test(arguments: [1, 2, 3, 4, 5] as [UInt64])
  func `drawdown, peak and age under water are those of the equity at every quote`(seed: UInt64) throws {
    var bot = SimulatedBot(seed: seed)
    var monitor = RealTimeMonitor(profile: profile, settings: Self.settings)
    var curve: [Moment] = []
    var (compared, seen) = (0, 0)
    for _ in 0..<600 {
      var effects: [Effect] = []
      for input in bot.nextMinute() { effects += monitor.receive(input) }
      for mark in bot.marks[seen...] {
        switch mark {
        case .quote(let time, let equity): curve.append(Moment(after: curve.last, time, equity))
        case .transfer(let before, let after):
          // The minute's last quote was valued before it.
          var moment = curve[curve.count - 1]
          moment.transfer(from: before, to: after)
          curve.append(moment)
        }
      }
      seen = bot.marks.count
      // Until the first account event, at the end of the first minute, the monitor knows no equity.
      if bot.minute == 1 { curve = Array(curve.suffix(1)).map { Moment(after: nil, $0.time, $0.equity) } }
      guard let account = effects.metrics.last?.account, bot.minute > 1 else { continue }
      let drawdown = try #require(account.drawdown.known)
      let deepest = try #require(account.maximumDrawdown.known)
      // The scan that published was at one of the minute's quotes.
      let matches = curve.suffix(5).contains { moment in
        (moment.peak - moment.equity).value == drawdown && moment.deepest.value == deepest
          && moment.time.open - moment.peakTime == account.underwater
      }
      #expect(matches, "minute \(bot.minute): drawdown \(drawdown), deepest \(deepest)")
      compared += 1
    }
    #expect(compared > 500)
  }

  /// The equity at one quote, with its peak and deepest fall so far.
  private struct Moment {
    var time: MarketTime
    var equity: Money
    var peak: Money
    var peakTime: Int64
    var deepest: Money

    init(after earlier: Moment?, _ time: MarketTime, _ equity: Money) {
      self.time = time
      self.equity = equity
      let isPeak = earlier.map { equity >= $0.peak } ?? true
      peak = isPeak ? equity : earlier!.peak
      peakTime = isPeak ? time.open : earlier!.peakTime
      deepest = max(earlier?.deepest ?? .zero, peak - equity)
    }

    /// No ratio moves.
    mutating func transfer(from before: Money, to after: Money) {
      peak = Money(micros: Int64(Int128(peak.micros) * Int128(after.micros) / Int128(before.micros)))
      equity = after
      // The same ratio is more money after a deposit.
      deepest = max(deepest, peak - equity)
    }
  }

  @Test func `quotes one by one and quotes in batches lead to the same account`() {
    var batched = RealTimeMonitor(profile: profile, settings: MonitorSettings())
    var single = batched
    var first = SimulatedBot(seed: 9)
    var second = SimulatedBot(seed: 9, inBatches: false)
    var fromBatches: [MetricsSnapshot] = []
    var fromSingles: [MetricsSnapshot] = []
    for _ in 0..<1000 {
      for input in first.nextMinute() { fromBatches += batched.receive(input).metrics }
      for input in second.nextMinute() { fromSingles += single.receive(input).metrics }
    }
    #expect(fromBatches.count > 50)
    #expect(fromBatches == fromSingles)
  }

  @Test func `neither a deposit nor a withdrawal moves the drawdown in per cent`() {
    var watch = Watch(Self.settings)
    watch.hear(.tradeOpened(openTrade(1, at: watch.utc)))
    watch.quotes(109_010)
    watch.hear(.account(account(9_900, openTrades: 1)))
    watch.quotes(109_010)
    let before = watch.takeEffects().metrics.last!.account
    watch.hear(.account(account(14_900, deposits: 15_000, openTrades: 1)))
    watch.quotes(109_010)
    let deposited = watch.takeEffects().metrics.last!.account
    watch.hear(.account(account(4_900, deposits: 5_000, openTrades: 1)))
    watch.quotes(109_010)
    let withdrawn = watch.takeEffects().metrics.last!.account
    #expect(before.drawdown == .value(100))
    #expect(before.drawdownPercent == .value(1))
    for (account, equity) in [(deposited, 14_900.0), (withdrawn, 4_900)] {
      #expect(abs((account.drawdownPercent.known ?? 0) - 1) < 1e-6)
      #expect(account.equity == .value(equity))
    }
  }

  @Test func `before the account is told the equity is unknown, not zero`() {
    var monitor = RealTimeMonitor(profile: profile, settings: Self.settings)
    var effects = monitor.receive(input(.quotes(QuoteBatch(quotes: [quote(monday, bid: 110_000)])), at: monday))
    effects += monitor.receive(input(.minute(1), at: monday))
    let account = effects.metrics.last?.account
    #expect(account?.equity == .unknown)
    #expect(account?.drawdown == .unknown)
    #expect(account?.spread == .value(1))
  }

  @Test func `swap that accrued before the close is not counted twice`() {
    var watch = Watch(Self.settings)
    watch.hear(.tradeOpened(openTrade(1, at: watch.utc)))
    watch.quotes(110_010)
    // The night's swap of 5 has lowered the equity; the trade still shows it only at its end.
    watch.hear(.account(account(9_995, openTrades: 1)))
    watch.utc += 60_000
    watch.hear(.quotes(QuoteBatch(quotes: [quote(watch.utc, bid: 110_010)])))
    var trade = openTrade(1, at: monday)
    trade.costs.swap = money(5)
    watch.hear(.tradeClosed(closed(trade, at: watch.utc, profit: -5)))
    watch.finishMinute()
    watch.quotes(110_010)
    #expect(watch.takeEffects().metrics.last?.account.equity == .value(9_995))
  }
}
