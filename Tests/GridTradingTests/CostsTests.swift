import Domain
import Testing

@testable import GridTrading

struct CostsTests {
  @Test func `a profit is its price difference on its volume less commission at both ends`() throws {
    var session = try #require(
      EngineSession { profile, _ in profile.commission = Money(micros: 35_000) })
    session.step(110_000, 110_010)
    session.step(109_890, 109_900)
    #expect(session.engine.positions[0].costs.commission == Money(micros: 350_000))
    #expect(session.engine.floating(at: session.engine.last) == Money(micros: -1_000_000 - 350_000))
    session.step(110_000, 110_010)
    // 100 points at 0.10 a point on 0.10 lots, and 0.70 of commission.
    let closed = try #require(session.closed.first)
    #expect(closed.profit == Money(micros: 10_000_000 - 700_000))
    #expect(closed.trade.costs.commission == Money(micros: 700_000))
    #expect(session.engine.realised == closed.profit)
    // The same quote sold: ten points of spread and one commission.
    #expect(session.engine.floating(at: session.engine.last) == Money(micros: -1_350_000))
  }

  @Test func `orders at market slip, targets do not, and the slippage is shown without being charged twice`() throws {
    var session = try #require(EngineSession { profile, _ in profile.slippage = Pips(tenths: 3) })
    session.step(110_000, 110_010)
    session.step(109_890, 109_900)
    session.step(110_003, 110_013)
    #expect(session.engine.anchor == Price(points: 110_003))
    #expect(session.closed.map(\.trade.entryPrice.points) == [109_903])
    #expect(session.closed.map(\.exitPrice.points) == [110_003])
    #expect(session.closed.map(\.trade.costs.slippage.micros) == [300_000])
    #expect(session.closed.map(\.profit.micros) == [10_000_000])
    // The sale at 110000 is stopped at 110200.
    session.step(110_195, 110_205)
    let stopped = try #require(session.closed.last)
    #expect(stopped.reason == .stopLoss)
    #expect(stopped.trade.entryPrice == Price(points: 110_000))
    #expect(stopped.exitPrice == Price(points: 110_208))
    #expect(stopped.trade.costs.slippage == Money(micros: 600_000))
    #expect(stopped.profit == Money(micros: -20_800_000))
  }

  @Test func `swap is charged at each rollover, three nights on Wednesday, and shown on the open position`() throws {
    var session = try #require(
      EngineSession { profile, _ in
        profile.swapLong = Money(micros: 20_000)
        profile.swapShort = Money(micros: -5_000)
      })
    session.step(110_000, 110_010)
    session.step(109_890, 109_900)
    #expect(session.engine.positions[0].costs.swap == .zero)
    // Wednesday 22:00 UTC is 17:00 in New York.
    session.step(109_890, 109_900, after: 10 * MarketTime.hour)
    #expect(session.engine.positions[0].costs.swap == Money(micros: 3 * 200_000))
    session.step(109_890, 109_900, after: 24 * MarketTime.hour)
    #expect(session.engine.positions[0].costs.swap == Money(micros: 4 * 200_000))
    // An hour before the week ends.
    session.step(110_000, 110_010, after: 23 * MarketTime.hour)
    let closed = try #require(session.closed.first)
    #expect(closed.trade.costs.swap == Money(micros: 4 * 200_000))
    #expect(closed.profit == Money(micros: 10_000_000 - 800_000))
    // The sale of the last quote is paid for being held.
    session.step(110_000, 110_010, after: 73 * MarketTime.hour)
    #expect(session.engine.positions[0].costs.swap == Money(micros: 2 * -50_000))
  }

  @Test func `margin is the contracts' value divided by the leverage`() throws {
    var session = try #require(EngineSession())
    session.step(110_000, 110_010)
    session.step(109_890, 109_900)
    // 10,000 EUR at 1.09900 by 30.
    #expect(session.engine.margin(at: session.engine.last) == Money(micros: 10_990_000_000 / 30))
  }

  @Test(arguments: [("USDJPY", 1_000_000), ("XAUUSD", 1_000), ("XAGUSD", 50_000), ("EURUSD", 10_000)])
  func `a point on a hundredth of a lot is worth its part of the contract`(name: String, micros: Int64) throws {
    let profile = try #require(SymbolProfile.named(name))
    #expect(profile.pointValue == Money(micros: micros))
    let scale: Int64 = profile.digits == 5 ? 100_000 : 1000
    #expect(Int64(profile.contractSize) * 1_000_000 / 100 / scale == micros)
  }
}
