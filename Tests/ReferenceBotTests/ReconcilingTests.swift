import Domain
import GridTrading
import ReferenceBot
import Testing

struct ReconcilingTests {
  /// A bot that has ordered and, beside it, the same bot before that: as a crash between the two memories leaves it.
  private func crashed() -> (order: OpenTrade, bot: Bot) {
    var bot = Bot()
    _ = bot.move(to: 113_000)
    let before = bot
    let order = bot.move(to: 112_700).opened[0]
    var after = before
    after.trader.expect([order])
    return (order, after)
  }

  @Test func `the same quote comes to the same order, also where new trades are not allowed`() {
    var (order, bot) = crashed()
    _ = bot.trader.hear(silence: .active, awaitsCompany: true)
    let effects = bot.move(to: 112_700)
    #expect(effects.opened == [order])
    #expect(effects.events.filter { if case .incident = $0 { true } else { false } }.isEmpty)
    _ = bot.trader.hear(silence: .active, awaitsCompany: false)
    #expect(bot.move(to: 112_400).opened.map(\.id) == [TradeID(2)])
  }

  @Test func `an order that the market does not lead to again is taken up as the venue has it, once`() {
    var (order, bot) = crashed()
    let effects = bot.move(to: 113_010)
    #expect(effects.opened.map(\.id) == [order.id])
    #expect(effects.opened.map(\.stopLoss) == [order.stopLoss])
    #expect(effects.events.contains { if case .incident(let what) = $0 { what.kind == .venueMismatch } else { false } })
    #expect(bot.trader.engine.positions.map(\.id) == [order.id])
    // It is not opened again, the grid goes on from its price, and the next order has a number of its own.
    #expect(bot.move(to: 113_020).opened.map(\.id) == [TradeID(2)])
    #expect(bot.move(to: 112_400).opened.map(\.id) == [TradeID(3)])
  }

  @Test func `a halt closes also what only the venue remembers, and is flat then`() {
    var (order, bot) = crashed()
    let effects = bot.command(.stop(Bot.trip("t1", .halted)), from: .person("ana"))
    #expect(effects.closed.map(\.trade.id) == [order.id])
    _ = bot.endMinute()
    _ = bot.endMinute()
    #expect(bot.trader.flatness == .verifiedFlat)
  }
}
