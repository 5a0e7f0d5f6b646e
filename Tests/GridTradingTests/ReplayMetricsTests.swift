import Domain
import Testing

@testable import GridTrading

struct ReplayMetricsTests {
  @Test(arguments: UInt64(1)...30, [ReplayPath.quotes, .bars])
  func `profits, costs and the drawdown with open losses agree with the engine marked at every quote`(
    seed: UInt64, path: ReplayPath
  ) throws {
    var market = RandomMarket(seed: seed)
    let drawn = market.profile()
    var profile = try #require(drawn)
    // Costs of an open trade reach the account when it ends, and are compared apart.
    if seed % 2 == 0 { (profile.commission, profile.swapLong, profile.swapShort) = (.zero, .zero, .zero) }
    let configuration = market.configuration(filtered: false)
    let series = QuoteSeries(market.quotes(4000, continuousShare: 0.5))
    let replay = Replay(series: series, profile: profile, path: path)
    let result = replay.run(configuration)
    let metrics = ReplayMetrics(of: result, in: replay)

    var engine = GridEngine(profile: profile, configuration: configuration, version: .first)
    var gate = OpenGate()
    var fills: [Fill] = []
    var peak = Money.zero
    var drawdown = Money.zero
    for index in 0..<series.count {
      var quote = series[index]
      if path == .quotes { quote.path = .jump }
      engine.step(quote, gate: &gate, fills: &fills)
      let equity = engine.realised + engine.floating(at: quote)
      peak = max(peak, equity)
      drawdown = max(drawdown, peak - equity)
    }
    let closed = fills.compactMap { if case .closed(let trade) = $0 { trade } else { nil } }
    var byNumber = closed
    byNumber.sort { $0.trade.id < $1.trade.id }
    #expect(result.trades.indices.compactMap { result.expanded($0, in: replay).closed } == byNumber)
    #expect(metrics.total.net == engine.realised)
    #expect(metrics.openTrades == engine.positions.count)
    if seed % 2 == 0 {
      #expect(metrics.equity.maximumDrawdown == drawdown)
      #expect(metrics.equity.floating == engine.floating(at: series[series.count - 1]))
    }
    #expect(metrics.total.costs.charged == closed.reduce(.zero) { $0 + $1.trade.costs.charged })
  }

  @Test func `figures without trades or without losses are undefined`() throws {
    var tally = TradeTally()
    #expect(tally.winRate == .undefined && tally.profitFactor == .undefined && tally.expectancy == .undefined)
    tally.add(try trade(profit: 3_000_000))
    #expect(tally.profitFactor == .undefined && tally.averageLoss == .undefined)
    tally.add(try trade(profit: -1_000_000))
    tally.add(try trade(profit: -1_000_000))
    #expect(tally.profitFactor == .value(1.5))
    #expect(tally.expectancy == .value(1.0 / 3))
    #expect(tally.winRate == .value(1.0 / 3))
    #expect(tally.averageWin == .value(3) && tally.averageLoss == .value(1))
  }

  @Test func `recovery is the longest open time between a peak and its return, weekends left out`() throws {
    let profile = try #require(SymbolProfile.named("EURUSD"))
    var configuration = profile.defaults
    configuration.gridSpacing = Pips(tenths: 100)
    // A purchase on Friday 2020-01-17, 21:00 UTC, an hour before the close; back above water after Monday's 02:00.
    let friday: Int64 = 1_579_294_800_000
    let rows: [(Int64, Int32)] = [
      (friday - 60_000, 110_000), (friday, 109_880), (friday + 49 * MarketTime.hour, 109_700),
      (friday + 53 * MarketTime.hour, 109_900),
    ]
    let series = QuoteSeries(
      rows.map { Quote(time: $0, bid: Price(points: $1), ask: Price(points: $1 + 10), path: .jump) })
    let replay = Replay(series: series, profile: profile, path: .quotes)
    let curve = EquityCurve(of: replay.run(configuration), in: replay)
    // 190 points on the first purchase and the spread on the second.
    #expect(curve.maximumDrawdown == Money(micros: 20_000_000))
    // From the minute before the purchase: an hour of Friday and four of Sunday evening.
    #expect(curve.longestRecovery == 5 * MarketTime.hour + 60_000)
    #expect(curve.isRecovered)
  }

  @Test func `a trade's line has times, decimal prices and exact money, and an open trade's is empty at the exit`()
    throws
  {
    let profile = try #require(SymbolProfile.named("EURUSD"))
    let closed = try trade(profit: -1_234_500)
    #expect(
      TradeJournalRow(closed, profile: profile).line
        == "1579089600000,1579089700000,buy,0.10,1.09900,1.09999,takeProfit,3,-1.2345,0.70")
    #expect(
      TradeJournalRow(closed.trade, profile: profile).line == "1579089600000,,buy,0.10,1.09900,,,3,,0.70")
    #expect(Price(points: 23).decimal(digits: 3) == "0.023")
    #expect(Money(micros: -5).decimal == "-0.000005")
    #expect(TradeJournalRow.header.split(separator: ",").count == 10)
  }

  private func trade(profit: Int64) throws -> ClosedTrade {
    let open = OpenTrade(
      id: TradeID(1), side: .buy, lots: Lots(hundredths: 10), entryTime: 1_579_089_600_000,
      entryPrice: Price(points: 109_900), stopLoss: Price(points: 109_700), takeProfit: Price(points: 110_000),
      version: ConfigurationVersion(3),
      costs: TradeCosts(commission: Money(micros: 700_000), swap: .zero, slippage: .zero))
    return ClosedTrade(
      trade: open, exitTime: 1_579_089_700_000, exitPrice: Price(points: 109_999), reason: .takeProfit,
      profit: Money(micros: profit))
  }
}
