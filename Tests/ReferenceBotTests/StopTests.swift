import Domain
import GridTrading
import ReferenceBot
import Testing

struct StopTests {
  @Test func `a halt closes every position and refuses every later entry`() {
    var bot = Bot()
    _ = bot.move(to: 113_000)
    #expect(bot.move(to: 112_700).opened.count == 1)
    let effects = bot.command(.stop(Bot.trip("t1", .halted)), from: .person("ana"))
    #expect(effects.closed.map(\.reason) == [.flattened])
    #expect(bot.trader.engine.positions.isEmpty)
    for bid in [112_400, 112_000, 113_500, 114_000] as [Int32] {
      #expect(bot.move(to: bid).opened.isEmpty)
    }
  }

  @Test func `flat is claimed after two empty answers and not after one`() {
    var bot = Bot()
    _ = bot.move(to: 113_000)
    _ = bot.move(to: 112_700)
    #expect(bot.command(.stop(Bot.trip("t1", .halted)), from: .person("ana")).safety.last?.flatness == .verifying)
    _ = bot.endMinute()
    #expect(bot.trader.flatness == .verifying)
    _ = bot.endMinute()
    #expect(bot.trader.flatness == .verifiedFlat)
  }

  @Test(arguments: [PaperVenueFault.refusesToClose, .silent])
  func `a venue that does not close or answer is never called flat`(fault: PaperVenueFault) {
    var bot = Bot(settings: TraderSettings(venueFault: fault))
    _ = bot.move(to: 113_000)
    _ = bot.move(to: 112_700)
    _ = bot.command(.stop(Bot.trip("t1", .halted)), from: .person("ana"))
    for _ in 0..<5 { _ = bot.endMinute() }
    #expect(bot.trader.flatness == .notFlat(open: [TradeID(1)], unreachable: fault == .silent))
    #expect(bot.trader.notFlatAlarm != nil)
    #expect(bot.command(.rearm(trip: "t1", reason: "try"), from: .person("ana")).refusal == .some(.notVerifiedFlat))
  }

  @Test func `the same stop a hundred times from two sources is one trip and one sweep`() {
    var bot = Bot()
    _ = bot.move(to: 113_000)
    _ = bot.move(to: 112_700)
    var closed = 0
    for round in 0..<100 {
      let origin: Origin = round.isMultiple(of: 2) ? .role(.monitor) : .person("ana")
      closed += bot.command(.stop(Bot.trip("t1", .halted)), from: origin).closed.count
    }
    #expect(closed == 1)
    #expect(bot.trader.trips.all.count == 1)
  }

  @Test func `a lower stop never lowers the level`() {
    var bot = Bot()
    _ = bot.command(.stop(Bot.trip("high", .reducing)), from: .person("ana"))
    _ = bot.command(.stop(Bot.trip("low", .frozen)), from: .person("ana"))
    #expect(bot.trader.level == .reducing)
  }

  @Test func `only a person re-arms, and only a trip that exists`() {
    var bot = Bot()
    _ = bot.move(to: 113_000)
    _ = bot.command(.stop(Bot.trip("t1", .reducing)), from: .person("ana"))
    guard
      case .some(.some(.notAuthorised)) = bot.command(.rearm(trip: "t1", reason: "x"), from: .role(.controller)).refusal
    else { return #expect(Bool(false), "a process re-armed") }
    #expect(bot.command(.rearm(trip: "t2", reason: "x"), from: .person("ana")).refusal == .some(.unknownTrip("t2")))
    #expect(bot.command(.rearm(trip: "t1", reason: "x"), from: .person("ana")).refusal == .some(nil))
    #expect(bot.trader.level == .active)
  }

  @Test func `a trip that comes to light at an order refuses that order and cuts the stream there`() throws {
    var bot = Bot()
    _ = bot.move(to: 113_000)
    var gate = ScriptedGate(after: 1, trip: Bot.trip("latch", .halted))
    let batch = QuoteBatch(
      quotes: bot.quote(112_790).quotes + bot.quote(112_580).quotes + bot.quote(112_370).quotes)
    let effects = bot.trader.trade(batch, gate: &gate)
    #expect(effects.opened.map(\.id) == [TradeID(1)])
    #expect(effects.closed.map(\.reason) == [.flattened])
    let words = effects.events.map { event in
      switch event {
      case .quotes(let batch): "quotes \(batch.quotes.count)"
      case .tradeOpened: "opened"
      case .tradeClosed: "closed"
      case .safety: "safety"
      default: "other"
      }
    }
    #expect(words == ["quotes 2", "opened", "closed", "safety", "quotes 1"])
  }

  @Test func `silence freezes without a trip and its end unfreezes`() {
    var bot = Bot()
    #expect(bot.trader.hear(silence: .frozen, awaitsCompany: false).safety.map(\.level) == [.frozen])
    #expect(bot.trader.hear(silence: .frozen, awaitsCompany: false).isEmpty)
    #expect(bot.trader.hear(silence: .active, awaitsCompany: false).safety.map(\.level) == [.active])
  }

  @Test func `without company nothing is opened`() {
    var bot = Bot()
    _ = bot.trader.hear(silence: .frozen, awaitsCompany: true)
    _ = bot.move(to: 113_000)
    #expect(bot.move(to: 112_000).opened.isEmpty)
    _ = bot.trader.hear(silence: .active, awaitsCompany: false)
    #expect(bot.move(to: 111_000).opened.count == 1)
  }
}
