import Domain
import Testing

@testable import GridTrading

struct GridRulesTests {
  @Test func `the anchor is the first mid, and half a point of it counts`() throws {
    var session = try #require(EngineSession())
    session.step(110_000, 110_011)
    #expect(session.engine.anchor == Price(points: 110_005))
    // 110005.5 - 100 is 109905.5: an ask of 109906 is half a point short.
    session.step(109_895, 109_906)
    #expect(session.told() == [])
    session.step(109_894, 109_905)
    #expect(session.told() == ["buy 109905"])
    #expect(session.engine.anchor == Price(points: 109_905))
  }

  @Test func `a jump fills at the quote, at most one entry, and longs leave on the bid`() throws {
    var session = try #require(EngineSession())
    session.step(110_000, 110_010)
    session.step(109_500, 109_510)
    #expect(session.told() == ["buy 109510"])
    session.step(109_609, 109_619)
    #expect(session.told() == [])
    session.step(109_650, 109_660)
    #expect(session.told() == ["takeProfit 109650", "sell 109650"])
    session.step(109_700, 109_860)
    #expect(session.told() == ["stopLoss 109860"])
  }

  @Test func `a path fills at trigger prices in the order in which it reaches them`() throws {
    var session = try #require(EngineSession())
    session.step(110_000, 110_010)
    session.step(109_600, 109_610, path: .continuous)
    #expect(session.told() == ["buy 109905", "buy 109805", "stopLoss 109705", "buy 109705", "stopLoss 109605"])
    session.step(109_820, 109_830, path: .continuous)
    #expect(session.told() == ["takeProfit 109805", "sell 109805"])
  }

  @Test func `what is jumped over fills at the open, a target at no worse than its price`() throws {
    var session = try #require(EngineSession())
    session.step(110_000, 110_010)
    session.step(109_895, 109_905, path: .continuous)
    session.step(110_200, 110_210)
    #expect(session.told() == ["buy 109905", "takeProfit 110200", "sell 110200"])
    session.step(110_500, 110_510)
    #expect(session.told() == ["stopLoss 110510", "sell 110500"])
  }

  @Test func `a skipped order moves the anchor all the same`() throws {
    var session = try #require(EngineSession { _, configuration in configuration.maxPositions = 1 })
    session.step(110_000, 110_010)
    session.step(109_890, 109_900)
    session.step(109_780, 109_790)
    #expect(session.told() == ["buy 109900", "maxPositions"])
    #expect(session.engine.anchor == Price(points: 109_790))
    var wide = try #require(EngineSession())
    wide.step(110_000, 110_010)
    wide.step(109_800, 109_821)
    #expect(wide.told() == ["maxSpread"])
    #expect(wide.engine.anchor == Price(points: 109_821))
  }

  @Test func `exits free their place before the entry of the same quote`() throws {
    var session = try #require(EngineSession { _, configuration in configuration.maxPositions = 1 })
    session.step(110_000, 110_010)
    session.step(109_890, 109_900)
    session.step(109_690, 109_700)
    #expect(session.told() == ["buy 109900", "stopLoss 109690", "buy 109700"])
  }

  @Test func `a gate is asked last and its refusal moves the anchor`() throws {
    struct ClosedGate: EntryGate {
      var asked: [Side] = []
      mutating func permits(side: Side, quote: Quote) -> Bool {
        asked.append(side)
        return false
      }
    }
    var gate = ClosedGate()
    var session = try #require(EngineSession())
    session.step(110_000, 110_010, gate: &gate)
    session.step(110_105, 110_115, gate: &gate)
    session.step(110_305, 110_330, gate: &gate)
    #expect(session.told() == ["gate", "maxSpread"])
    #expect(gate.asked == [.sell])
    #expect(session.engine.anchor == Price(points: 110_305))
  }

  @Test func `a stop nearer to the bid than the venue takes it is not sent`() throws {
    var session = try #require(
      EngineSession { profile, _ in profile.minimumStopDistance = Pips(tenths: 195) })
    session.step(110_000, 110_010)
    session.step(109_890, 109_900)
    #expect(session.told() == ["minimumStopDistance"])
    session.step(109_793, 109_797)
    #expect(session.told() == ["minimumStopDistance"])
    session.step(109_690, 109_692)
    #expect(session.told() == ["minimumStopDistance"])
    var near = try #require(EngineSession { profile, _ in profile.minimumStopDistance = Pips(tenths: 110) })
    near.step(110_000, 110_010)
    near.step(109_890, 109_900)
    #expect(near.told() == ["buy 109900"])
  }

  @Test func `a change of configuration binds new trades and leaves open ones as they are`() throws {
    var session = try #require(EngineSession())
    session.step(110_000, 110_010)
    session.step(109_890, 109_900)
    let before = session.engine.positions
    var wider = session.engine.configuration
    wider.gridSpacing = Pips(tenths: 150)
    wider.stopLoss = Pips(tenths: 300)
    session.engine.adopt(wider, version: ConfigurationVersion(2))
    session.step(109_780, 109_790)
    #expect(session.engine.positions == before)
    session.step(109_740, 109_750)
    #expect(session.told() == ["buy 109900", "buy 109750"])
    #expect(session.engine.positions.map(\.stopLoss.points) == [109_700, 109_450])
    #expect(session.engine.positions.map(\.version.number) == [1, 2])
    #expect(session.engine.positions.map(\.id.number) == [1, 2])
  }

  @Test func `flattening closes every position at market and keeps the anchor`() throws {
    var session = try #require(EngineSession())
    session.step(110_000, 110_010)
    session.step(109_890, 109_900)
    session.step(109_790, 109_800)
    session.engine.closeAll(at: session.engine.last, reason: .flattened, fills: &session.fills)
    #expect(session.told() == ["buy 109900", "buy 109800", "flattened 109790", "flattened 109790"])
    #expect(session.engine.positions.isEmpty)
    #expect(session.engine.anchor == Price(points: 109_800))
    session.step(109_600, 109_610)
    #expect(session.told() == ["buy 109610"])
  }
}
