import Domain
import Testing

@testable import GridTrading

struct EntryConditionsTests {
  @Test func `outside its sessions the bot opens nothing, closes what reaches its target and lets the anchor follow`()
    throws
  {
    var session = try #require(
      EngineSession { _, configuration in configuration.tradingSessions = SessionSet(.london) })
    session.step(110_000, 110_010)
    session.step(109_890, 109_900)
    #expect(session.told() == ["buy 109900"])
    // 17:30 UTC: London has gone home.
    session.step(110_000, 110_010, after: 330 * MarketTime.minute)
    #expect(session.told() == ["takeProfit 110000"])
    session.step(110_500, 110_510)
    #expect(session.told() == [])
    #expect(session.engine.anchor == Price(points: 110_505))
    session.step(110_300, 110_310)
    // London opens on the next day at 08:00; the anchor is the last mid from outside.
    session.step(110_215, 110_225, after: 15 * MarketTime.hour)
    #expect(session.engine.anchor == Price(points: 110_305))
    session.step(110_195, 110_205)
    #expect(session.told() == ["buy 110205"])
  }

  @Test func `a quote while the venue is closed fills nothing, and the grid begins anew when it opens`() throws {
    // Wednesday, 2020-01-15, 12:00 UTC; the week closes on Friday at 22:00.
    var session = try #require(EngineSession { _, _ in })
    session.step(110_000, 110_010)
    session.step(109_790, 109_800)
    #expect(session.told() == ["buy 109800"])
    session.step(109_000, 109_010, after: 59 * MarketTime.hour)
    session.step(110_500, 110_510)
    #expect(session.told() == [])
    #expect(session.engine.positions.count == 1)
    // Sunday, 22:00 UTC: the stop is met at the first price at which anybody trades.
    session.step(109_300, 109_310, after: 47 * MarketTime.hour)
    #expect(session.told().first == "stopLoss 109300")
  }

  @Test(arguments: UInt64(1)...8)
  func `the Bollinger filter agrees with means and deviations in floating point over complete bars alone`(
    seed: UInt64
  ) {
    var generator = SplitMix64(seed: seed)
    for timeframe in Timeframe.allCases {
      var bars = ClosingPrices()
      var closes: [Double] = []
      var lastTime: Int64 = 1_579_089_600_000
      var lastBid: Int32 = 110_000
      var agreements = 0
      for _ in 0..<3000 {
        let time = lastTime + Int64.random(in: 1000...timeframe.milliseconds, using: &generator)
        bars.close(lastTime: lastTime, lastBid: lastBid, before: time)
        if time / timeframe.milliseconds != lastTime / timeframe.milliseconds { closes.append(Double(lastBid)) }
        let bid = lastBid + Int32.random(in: -30...30, using: &generator)
        let window = closes.suffix(20)
        let mean = window.reduce(0, +) / 20
        let deviation = (window.map { ($0 - mean) * ($0 - mean) }.reduce(0, +) / 20).squareRoot()
        let isFull = window.count == 20
        for (side, edge, isBeyond) in [
          (Side.buy, mean - 2 * deviation, Double(bid) <= mean - 2 * deviation),
          (.sell, mean + 2 * deviation, Double(bid) >= mean + 2 * deviation),
        ] where abs(edge - Double(bid)) > 1e-6 {
          let permitted = bars.permit(side, bid: bid, timeframe: timeframe)
          #expect(permitted == (isFull && isBeyond))
          agreements += permitted ? 1 : 0
        }
        lastTime = time
        lastBid = bid
      }
      #expect(agreements > 20)
    }
  }

  @Test func `without twenty complete bars the filter lets nothing pass`() throws {
    var session = try #require(
      EngineSession { _, configuration in
        configuration.entryFilter = .bollinger
        configuration.timeframe = .m1
      })
    session.step(110_000, 110_010)
    session.step(109_800, 109_810)
    #expect(session.told() == ["entryFilter"])
    for _ in 0..<20 { session.step(109_800, 109_810, after: MarketTime.minute) }
    session.step(109_700, 109_710)
    #expect(session.told() == ["buy 109710"])
  }
}
