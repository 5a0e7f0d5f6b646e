import Domain
import RealTimeMonitor
import Testing

@Suite struct AlertTests {
  @Test func `a drawdown is alerted once, asks for both stops in turn, and clears with its number`() {
    var watch = Watch()
    watch.hear(.tradeOpened(openTrade(1, lots: 100, at: watch.utc)))
    // 1 lot: 10 a pip. The feed moves in believable steps.
    for step in 1...40 { watch.quotes(110_000 - Int32(step) * 100) }
    let fall = watch.takeEffects()
    let alerts = fall.alerts.filter { $0.kind == .drawdownLimit }
    #expect(alerts.count == 1)
    #expect(alerts.first?.phase == .raised)
    let trips = fall.trips.filter { $0.reason.hasPrefix("drawdownLimit") }
    #expect(trips.map(\.level) == [.reducing, .halted])
    #expect(Set(fall.trips.map(\.id)).count == fall.trips.count)
    #expect(trips.allSatisfy { $0.id.hasPrefix("monitor-") && $0.source == "monitor" })
    for step in 1...40 { watch.quotes(106_000 + Int32(step) * 100) }
    let cleared = watch.takeEffects().alerts.filter { $0.kind == .drawdownLimit }
    #expect(cleared.map(\.phase) == [.cleared])
    #expect(cleared.first?.number == alerts.first?.number)
  }

  @Test func `between raising and clearing an alert is silent`() {
    var watch = Watch()
    watch.hear(.tradeOpened(openTrade(1, lots: 100, at: watch.utc)))
    for step in 1...16 { watch.quotes(110_000 - Int32(step) * 100) }
    #expect(watch.takeEffects().alerts.contains { $0.kind == .drawdownLimit && $0.phase == .raised })
    for step in 0..<20 { watch.quotes(108_400 + Int32(step % 2) * 200) }
    #expect(!watch.takeEffects().alerts.contains { $0.kind == .drawdownLimit })
  }

  @Test func `after a re-arm a standing breach stops again only once it has grown`() {
    var watch = Watch()
    watch.hear(.tradeOpened(openTrade(1, lots: 100, at: watch.utc)))
    for step in 1...31 { watch.quotes(110_000 - Int32(step) * 100) }
    let first = watch.takeEffects().trips.filter { $0.reason.hasPrefix("drawdownLimit") }
    #expect(first.map(\.level) == [.reducing])
    watch.hear(.safety(SafetyReport(level: .reducing, trips: first, flatness: .notRequired)))
    watch.hear(.safety(SafetyReport(level: .active, trips: [], flatness: .notRequired)))
    for step in 32...37 { watch.quotes(110_000 - Int32(step) * 100) }
    #expect(!watch.takeEffects().trips.contains { $0.reason.hasPrefix("drawdownLimit") })
    for step in 38...39 { watch.quotes(110_000 - Int32(step) * 100) }
    #expect(watch.takeEffects().trips.filter { $0.reason.hasPrefix("drawdownLimit") }.count == 1)
  }

  @Test(arguments: [35, 39] as [Int32])
  func `a re-arm of a lower stop holds back no higher one`(rearmedAt: Int32) {
    var watch = Watch()
    watch.hear(.tradeOpened(openTrade(1, lots: 100, at: watch.utc)))
    for step in 1...rearmedAt { watch.quotes(110_000 - step * 100) }
    let first = watch.takeEffects().trips.filter { $0.reason.hasPrefix("drawdownLimit") }
    #expect(first.map(\.level) == [.reducing])
    watch.hear(.safety(SafetyReport(level: .reducing, trips: first, flatness: .notRequired)))
    watch.hear(.safety(SafetyReport(level: .active, trips: [], flatness: .notRequired)))
    for step in rearmedAt...41 { watch.quotes(110_000 - step * 100) }
    #expect(watch.takeEffects().trips.filter { $0.reason.hasPrefix("drawdownLimit") }.map(\.level) == [.halted])
  }

  @Test(arguments: [-200, 40] as [Double])
  func `an account that has used up its margin is stopped again after a re-arm, however little there was`(left: Double)
  {
    var watch = Watch()
    func margins() -> [SafetyLevel] {
      watch.takeEffects().trips.filter { $0.reason.hasPrefix("marginLimit") }.map(\.level)
    }
    watch.hear(.account(account(left, margin: 366, openTrades: 1)))
    watch.quotes(110_000)
    let first = margins()
    #expect(first == [.halted])
    watch.hear(.account(account(left)))
    watch.quotes(110_000)
    #expect(watch.takeEffects().alerts.contains { $0.kind == .marginLimit && $0.phase == .cleared })
    watch.hear(.safety(SafetyReport(level: .halted, trips: [], flatness: .verifiedFlat)))
    watch.hear(.safety(SafetyReport(level: .active, trips: [], flatness: .notRequired)))
    watch.hear(.account(account(left, margin: 366, openTrades: 1)))
    watch.quotes(110_000)
    #expect(margins() == [.halted])
    // Re-armed with the position open: the account has not become better by it.
    watch.hear(.safety(SafetyReport(level: .halted, trips: [], flatness: .verifying)))
    watch.hear(.safety(SafetyReport(level: .active, trips: [], flatness: .notRequired)))
    watch.hear(.account(account(-1, margin: 366, openTrades: 1)))
    watch.quotes(110_000)
    #expect(margins() == [.halted])
  }

  /// From nearly nothing: ten thousand times ten thousand over eight millionths is more than money can be.
  @Test(arguments: [0.000_008, 0.000_006, 0.000_005, 0.000_001, 1] as [Double], [10_000, 9_000_000_000] as [Double])
  func `a deposit of any size ends nothing`(left: Double, deposit: Double) {
    var watch = Watch()
    watch.hear(.account(account(10_000)))
    watch.quotes(110_000)
    watch.hear(.account(account(left)))
    watch.quotes(110_000)
    #expect(watch.takeEffects().trips.contains { $0.level == .halted })
    watch.hear(.account(account(left + deposit, deposits: 10_000 + deposit)))
    watch.quotes(110_000)
    watch.hear(.account(account(left + deposit - 1, deposits: 10_000 + deposit)))
    watch.finishMinute()
    #expect(watch.takeEffects().alerts.allSatisfy { $0.kind != .dailyLossLimit || $0.phase == .cleared })
  }

  @Test func `unusable quotes in a row, as the trader tells them, ask for a stop at twenty`() {
    var watch = Watch()
    let refused = Incident(kind: .quoteRefused, detail: "crossed")
    for _ in 0..<19 { watch.hear(.incident(refused)) }
    let before = watch.takeEffects()
    #expect(before.alerts.map(\.kind) == [.unknownInput])
    #expect(before.trips.isEmpty)
    watch.hear(.incident(refused))
    #expect(watch.takeEffects().trips.map(\.level) == [.reducing])
  }

  @Test(arguments: [true, false], [-1, 1] as [Int32])
  func `what a weekend brings is the new day's loss, at every pace`(inBatches: Bool, direction: Int32) {
    var watch = Watch()
    watch.hear(.tradeOpened(openTrade(1, side: direction < 0 ? .buy : .sell, lots: 100, at: watch.utc)))
    let friday = monday + 4 * 86_400_000 + (21 * 60 + 58) * 60_000
    watch.quotes(110_000, after: friday - watch.utc)
    _ = watch.takeEffects()
    watch.utc = monday + 6 * 86_400_000 + 22 * 3_600_000
    let gap = (0..<4).map { quote(watch.utc + $0 * 15_000, bid: 110_000 + direction * 800) }
    if inBatches {
      watch.hear(.quotes(QuoteBatch(quotes: gap)))
    } else {
      for quote in gap { watch.hear(.quotes(QuoteBatch(quotes: [quote]))) }
    }
    watch.finishMinute()
    let effects = watch.takeEffects()
    #expect(effects.alerts.filter { $0.kind == .dailyLossLimit }.map(\.phase) == [.raised])
    #expect(effects.trips.filter { $0.reason.hasPrefix("dailyLossLimit") }.map(\.level) == [.reducing])
  }

  @Test(arguments: [30_000, -5_000] as [Double])
  func `the day's loss leaves a transfer out`(amount: Double) {
    var watch = Watch()
    watch.hear(.tradeOpened(openTrade(1, lots: 100, at: watch.utc)))
    for step in 1...3 { watch.quotes(110_000 - Int32(step) * 100) }
    watch.hear(.account(account(9_690 + amount, deposits: 10_000 + amount, openTrades: 1)))
    watch.quotes(109_700)
    #expect(!watch.takeEffects().alerts.contains { $0.kind == .dailyLossLimit })
  }

  @Test func `a breach is told with the very quote, before its trades are known`() {
    var watch = Watch()
    watch.hear(.tradeOpened(openTrade(1, lots: 100, at: watch.utc)))
    for step in 1...29 { watch.quotes(110_000 - Int32(step) * 100) }
    _ = watch.takeEffects()
    watch.utc += 1000
    watch.hear(.quotes(QuoteBatch(quotes: [quote(watch.utc, bid: 106_900)])))
    #expect(watch.takeEffects().trips.contains { $0.level == .reducing })
  }

  @Test func `a price on its way past a stop counts no more than the stop`() {
    var watch = Watch()
    let trade = openTrade(1, lots: 100, at: watch.utc)
    watch.hear(.tradeOpened(trade))
    watch.quotes(109_700)
    _ = watch.takeEffects()
    watch.utc += 1000
    // The stop lies 400 points below the entry; the quote lies 2,110 below it.
    watch.hear(.quotes(QuoteBatch(quotes: [quote(watch.utc, bid: 106_900, path: .continuous)])))
    watch.hear(.tradeClosed(closed(trade, at: watch.utc, profit: -400)))
    watch.finishMinute()
    #expect(watch.takeEffects().trips.isEmpty)
  }

  @Test func `a wide spread counts when seen twice`() {
    var watch = Watch()
    watch.quotes(110_000, spread: 200)
    watch.quotes(110_000, spread: 10)
    #expect(!watch.takeEffects().alerts.contains { $0.kind == .spreadLimit })
    watch.quotes(110_000, spread: 200)
    watch.quotes(110_000, spread: 150)
    watch.quotes(110_000, spread: 10)
    #expect(watch.takeEffects().alerts.filter { $0.kind == .spreadLimit }.map(\.phase) == [.raised, .cleared])
  }

  @Test func `a gap in open hours is alerted, a weekend is none`() {
    var watch = Watch()
    watch.quotes(110_000, after: 20 * 60_000)
    #expect(watch.takeEffects().alerts.map(\.kind) == [.staleFeed])
    watch.quotes(110_000)
    #expect(watch.takeEffects().alerts.map(\.phase) == [.cleared])
    // Friday 21:59 UTC in winter is a minute before the close; the week opens on Sunday at 22:00.
    let friday = monday + 4 * 86_400_000 + (21 * 60 + 59) * 60_000
    watch.quotes(110_000, after: friday - watch.utc)
    watch.quotes(110_000)
    _ = watch.takeEffects()
    watch.quotes(110_000, after: monday + 6 * 86_400_000 + (22 * 60 + 1) * 60_000 - watch.utc)
    #expect(watch.takeEffects().alerts.isEmpty)
  }

  @Test func `an impossible price is an unknown input until enough quotes were usable`() {
    var watch = Watch()
    watch.quotes(0)
    #expect(watch.takeEffects().alerts.map(\.kind) == [.unknownInput])
    for _ in 0..<9 { watch.quotes(110_000) }
    #expect(watch.takeEffects().alerts.isEmpty)
    watch.quotes(110_000)
    #expect(watch.takeEffects().alerts.map(\.phase) == [.cleared])
  }

  @Test func `daily loss counts from midnight and is over with the day`() {
    var watch = Watch()
    watch.hear(.tradeOpened(openTrade(1, lots: 100, at: watch.utc)))
    for step in 1...7 { watch.quotes(110_000 - Int32(step) * 100) }
    let day = watch.takeEffects()
    #expect(day.alerts.filter { $0.kind == .dailyLossLimit }.map(\.phase) == [.raised])
    #expect(day.trips.map(\.level) == [.reducing])
    watch.quotes(109_300, after: 86_400_000)
    #expect(watch.takeEffects().alerts.filter { $0.kind == .dailyLossLimit }.map(\.phase) == [.cleared])
  }

  @Test func `too many lots and too many orders ask to open no more`() {
    var watch = Watch()
    for number in 1...41 { watch.hear(.tradeOpened(openTrade(Int64(number), lots: 10, at: watch.utc))) }
    watch.finishMinute()
    let effects = watch.takeEffects()
    let kinds = effects.alerts.map(\.kind)
    #expect(kinds.contains(.exposureLimit))
    #expect(kinds.contains(.orderRateLimit))
    #expect(effects.trips.map(\.level) == [.reducing, .reducing])
  }

  @Test func `margin beyond its part of the equity halts`() {
    var watch = Watch()
    watch.hear(.account(account(10_000, margin: 9_600)))
    #expect(watch.takeEffects().trips.map(\.level) == [.halted])
  }
}
