import Domain
import Testing

@testable import GridTrading

struct MarginTests {
  /// 10,000 EUR at 1.099 by a leverage of 30 are 366.33.
  @Test(arguments: [Side.buy, .sell], [360, 370, 760])
  func `an order is taken while the equity covers the margin`(side: Side, balance: Int64) throws {
    var session = try #require(EngineSession())
    session.engine.capital = Money(micros: balance * 1_000_000)
    let step: Int32 = side == .buy ? -110 : 110
    session.step(110_000, 110_010)
    session.step(110_000 + step, 110_010 + step)
    let first = session.told()
    #expect(first == (balance < 366 ? ["margin"] : ["\(side) \(side == .buy ? 109_900 : 110_110)"]))
    // A second one of the same size, with the first under water by some euros.
    session.step(110_000 + 2 * step - step / 11, 110_010 + 2 * step - step / 11)
    let second = session.told()
    #expect(second.first?.hasPrefix(balance < 760 ? "margin" : "\(side)") == true, "\(second)")
  }

  @Test func `where nobody tells the account's money no order is refused for it`() throws {
    var session = try #require(EngineSession())
    session.step(110_000, 110_010)
    session.step(109_890, 109_900)
    #expect(session.told() == ["buy 109900"])
  }

  @Test func `positions that others opened count against the limit on positions where they are told`() throws {
    var session = try #require(EngineSession { _, configuration in configuration.maxPositions = 2 })
    session.engine.otherPositions = 1
    session.step(110_000, 110_010)
    session.step(109_890, 109_900)
    session.step(109_790, 109_800)
    #expect(session.told() == ["buy 109900", "maxPositions"])
  }
}
