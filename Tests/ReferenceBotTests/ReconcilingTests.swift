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

/// What was closed at the venue while the bot could not run.
struct BookingTests {
  private func closing(_ trade: OpenTrade) -> VenueClosing {
    VenueClosing(trade: trade, time: trade.entryTime + 60_000, price: Price(points: trade.entryPrice.points - 100))
  }

  @Test func `a position that the bot remembers is booked at its start at the venue's price`() {
    var bot = Bot()
    _ = bot.move(to: 113_000)
    let order = bot.move(to: 112_700).opened[0]
    let before = bot.trader.engine.realised
    bot.trader.expect([], closings: [closing(order)])
    let effects = bot.trader.receive(Input(time: bot.trader.time, content: .started(epoch: 2)))
    #expect(effects.closed.map(\.trade.id) == [order.id])
    #expect(effects.closed.map(\.exitPrice) == [closing(order).price])
    #expect(effects.events.contains { if case .incident(let what) = $0 { what.kind == .venueMismatch } else { false } })
    #expect(bot.trader.engine.positions.isEmpty)
    #expect(bot.trader.engine.realised == before + effects.closed[0].profit)
    // Once.
    #expect(bot.trader.receive(Input(time: bot.trader.time, content: .started(epoch: 3))).closed.isEmpty)
  }

  @Test func `one that the bot forgot is opened and closed in its books, and no order follows from it`() {
    var bot = Bot()
    _ = bot.move(to: 113_000)
    let before = bot
    let order = bot.move(to: 112_700).opened[0]
    var after = before
    after.trader.expect([], closings: [closing(order)])
    let effects = after.move(to: 112_700)
    #expect(effects.opened.map(\.id) == [order.id])
    #expect(effects.closed.map(\.trade.id) == [order.id])
    #expect(effects.closed.map(\.exitPrice) == [closing(order).price])
    #expect(after.trader.engine.positions.isEmpty)
  }
}
