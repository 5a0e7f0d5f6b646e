import Domain
import Testing

@Suite struct PolicyTriggerTests {
  @Test func `a win rate that falls from 65 to 45 per cent is found, one that stays is not`() {
    var watch = Watch()
    for number in 0..<600 { watch.trade(profit: number * 13 % 20 < 13 ? 20 : -20) }
    #expect(!watch.takeEffects().alerts.contains { $0.kind == .winRateFell })
    for number in 0..<100 { watch.trade(profit: number * 9 % 20 < 9 ? 20 : -20) }
    let alert = watch.takeEffects().alerts.first { $0.kind == .winRateFell }
    #expect(alert?.phase == .raised)
    // Normal is 66.7 %, what a stop of 40 and a target of 20 need to break even; the first trades had 65 %.
    #expect(abs((alert?.threshold ?? 0) - (200.0 / 3 - 10)) < 1e-9)
    for number in 0..<100 { watch.trade(profit: number * 13 % 20 < 13 ? 20 : -20) }
    let cleared = watch.takeEffects().alerts.first { $0.kind == .winRateFell }
    #expect(cleared?.phase == .cleared)
    #expect(cleared?.number == alert?.number)
  }

  @Test func `a drawdown above one and a half full grids rings, and clears at three quarters of one`() {
    var watch = Watch()
    watch.hear(.tradeOpened(openTrade(1, lots: 100, at: watch.utc)))
    for step in 1...6 { watch.quotes(110_000 - Int32(step) * 100) }
    let alerts = watch.takeEffects().alerts.filter { $0.kind == .drawdownAboveExpectation }
    #expect(alerts.map(\.phase) == [.raised])
    #expect(alerts.first?.threshold == 600)
    for step in 0...4 { watch.quotes(109_400 + Int32(step) * 100) }
    #expect(
      watch.takeEffects().alerts.filter { $0.kind == .drawdownAboveExpectation }.map(\.phase) == [.cleared])
  }

  @Test func `a session that loses over its last trades is named`() {
    var watch = Watch()
    // Monday 01:00 UTC: Tokyo and Sydney work.
    watch.utc = monday + MarketTime.hour
    for number in 0..<60 { watch.trade(profit: number % 3 == 0 ? 20 : -20) }
    let sessions = watch.takeEffects().alerts.filter { $0.kind == .sessionLosing }.compactMap(\.session)
    #expect(sessions == [.sydney, .tokyo])
  }

  @Test func `more losses and worse P&L than in the baseline raise the regime alarms`() {
    var watch = Watch()
    for number in 0..<200 { watch.trade(profit: number * 13 % 20 < 13 ? 20 : -20) }
    _ = watch.takeEffects()
    for number in 0..<400 { watch.trade(profit: number * 8 % 20 < 8 ? 20 : -20) }
    let kinds = watch.takeEffects().alerts.filter { $0.phase == .raised }.map(\.kind)
    #expect(kinds.contains(.lossRateChanged))
    #expect(kinds.contains(.profitChanged))
    for number in 0..<400 { watch.trade(profit: number * 13 % 20 < 13 ? 20 : -20) }
    let cleared = watch.takeEffects().alerts.filter { $0.phase == .cleared }.map(\.kind)
    #expect(cleared.contains(.lossRateChanged))
    #expect(cleared.contains(.profitChanged))
  }

  @Test func `a profit factor below its target rings over full windows only`() {
    var watch = Watch()
    for number in 0..<99 { watch.trade(profit: number % 2 == 0 ? 20 : -40) }
    #expect(!watch.takeEffects().alerts.contains { $0.kind == .profitFactorBelowTarget })
    watch.trade(profit: -40)
    #expect(watch.takeEffects().alerts.contains { $0.kind == .profitFactorBelowTarget })
  }
}
