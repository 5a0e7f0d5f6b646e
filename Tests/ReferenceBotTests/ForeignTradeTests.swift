import Domain
import GridTrading
import ReferenceBot
import Testing

struct ForeignTradeTests {
  private static let hand = ForeignTrade(
    order: "hand-1",
    trade: OpenTrade(
      id: TradeID(900), side: .sell, lots: Lots(hundredths: 10), entryTime: 1_641_200_400_000,
      entryPrice: Price(points: 110_000), stopLoss: Price(points: 111_000), takeProfit: Price(points: 109_000),
      version: .first))

  private static func incidents(_ effects: [Effect]) -> [Incident] {
    effects.events.compactMap { if case .incident(let incident) = $0 { incident } else { nil } }
  }

  @Test func `freezes the bot while it is there, and says so once`() {
    var bot = Bot(settings: TraderSettings(foreignTrades: .freeze))
    _ = bot.move(to: 110_000)
    let seen = bot.trader.see(foreign: [Self.hand])
    #expect(Self.incidents(seen).map(\.kind) == [.foreignTrade])
    #expect(Self.incidents(seen).first?.detail.contains("hand-1") == true)
    #expect(seen.safety.map(\.level) == [.frozen])
    #expect(bot.trader.see(foreign: [Self.hand]).isEmpty)
    // It goes on trading what is in force, and never closes what is not its own.
    #expect(bot.move(to: 109_700).opened.count == 1)
    let gone = bot.trader.see(foreign: [])
    #expect(gone.safety.map(\.level) == [.active])
    #expect(Self.incidents(gone).isEmpty)
  }

  @Test(arguments: [ForeignTradePolicy.freeze, .count, .ignore])
  func `under the bot's own name it is never ignored, and the account is not flat`(policy: ForeignTradePolicy) {
    var bot = Bot(settings: TraderSettings(foreignTrades: policy))
    _ = bot.move(to: 110_000)
    _ = bot.trader.take(Trip(id: "a", level: .halted, reason: "", source: "ana", time: 0))
    for _ in 0..<3 { _ = bot.trader.verifyFlat() }
    #expect(bot.trader.flatness == .verifiedFlat)
    var own = Self.hand
    own.hasOwnName = true
    let seen = bot.trader.see(foreign: [own])
    #expect(Self.incidents(seen).map(\.kind) == [.foreignTrade])
    #expect(bot.trader.flatness == .verifying)
    for _ in 0..<3 { _ = bot.trader.verifyFlat() }
    #expect(bot.trader.flatness == .notFlat(open: [TradeID(900)], unreachable: false, unknown: 0))
    _ = bot.trader.see(foreign: [])
    for _ in 0..<3 { _ = bot.trader.verifyFlat() }
    #expect(bot.trader.flatness == .verifiedFlat)
  }

  @Test func `what is expected after a start is not flat, and what cannot be the bot's own is not expected`() {
    var bot = Bot()
    _ = bot.move(to: 110_000)
    _ = bot.trader.take(Trip(id: "a", level: .halted, reason: "", source: "ana", time: 0))
    for _ in 0..<3 { _ = bot.trader.verifyFlat() }
    bot.trader.expect([Self.hand.trade])
    #expect(bot.trader.flatness == .verifying)
    #expect(bot.trader.mayHaveOrdered(Self.hand.trade))
    var far = Self.hand.trade
    far.id = TradeID(1 << 40)
    var huge = Self.hand.trade
    huge.lots = Lots(hundredths: 100_000)
    var dear = Self.hand.trade
    dear.entryPrice = Price(points: 1_000_000_000)
    var late = Self.hand.trade
    late.entryTime += 10 * 86_400_000
    for order in [far, huge, dear, late] { #expect(!bot.trader.mayHaveOrdered(order)) }
  }

  /// Those that were closed while the bot was away: what cannot have been its own is not booked, and moves no number.
  @Test func `what cannot have been the bot's own is not booked, and told`() {
    var bot = Bot()
    _ = bot.move(to: 110_000)
    let before = (bot.trader.account, bot.trader.engine.nextID)
    func closing(_ change: (inout OpenTrade) -> Void, at points: Int32 = 109_900, after: Int64 = 0) -> VenueClosing {
      var trade = Self.hand.trade
      change(&trade)
      return VenueClosing(trade: trade, time: trade.entryTime + after, price: Price(points: points))
    }
    let odd = [
      closing { $0.id = TradeID(1 << 48 - 1) }, closing { $0.lots = Lots(hundredths: 90_000) },
      closing({ $0.id = TradeID(901) }, at: 999_000_000), closing({ $0.id = TradeID(902) }, after: 10 * 86_400_000),
    ]
    bot.trader.expect([], closings: odd)
    let told = Self.incidents(bot.trader.receive(Input(time: bot.trader.time, content: .started(epoch: 2))))
    #expect(told.map(\.kind) == [.venueMismatch])
    #expect(told.first?.detail.contains("900, 901, 902, 281474976710655") == true)
    #expect(bot.trader.account == before.0 && bot.trader.engine.nextID == before.1)
    bot.trader.expect([], closings: [closing { _ in }])
    _ = bot.trader.receive(Input(time: bot.trader.time, content: .started(epoch: 3)))
    _ = bot.move(to: 110_000)
    #expect(bot.trader.engine.nextID == 901, "and what can have been is booked")
  }

  @Test func `counts against the limit on open positions`() {
    var bot = Bot(settings: TraderSettings(foreignTrades: .count))
    _ = bot.move(to: 110_000)
    let others = (0..<10).map { number in
      var other = Self.hand
      other.order = "hand-\(number)"
      return other
    }
    let seen = bot.trader.see(foreign: others)
    #expect(Self.incidents(seen).map(\.kind) == [.foreignTrade])
    #expect(bot.trader.level == .active)
    #expect(bot.move(to: 109_700).opened.isEmpty)
    _ = bot.trader.see(foreign: Array(others.prefix(9)))
    #expect(bot.move(to: 109_400).opened.count == 1)
    #expect(bot.move(to: 109_100).opened.isEmpty)
  }

  @Test func `is ignored where the settings say so`() {
    var bot = Bot(settings: TraderSettings(foreignTrades: .ignore))
    _ = bot.move(to: 110_000)
    #expect(bot.trader.see(foreign: [Self.hand]).isEmpty)
    #expect(bot.trader.level == .active)
    #expect(bot.move(to: 109_700).opened.count == 1)
  }

  @Test func `a latch that cannot be read is an incident besides the halt`() {
    var bot = Bot()
    _ = bot.move(to: 110_000)
    let junk = (0..<3).map {
      Trip(id: "junk-\($0)", level: .halted, reason: "no whole trip \($0)", source: Trip.latchSource, time: 0)
    }
    let effects = bot.trader.take(junk)
    #expect(Self.incidents(effects).map(\.kind) == [.latchUnreadable])
    #expect(bot.trader.level == .halted)
    #expect(Self.incidents(bot.trader.take(junk)).isEmpty)
  }

  @Test func `each minute tells what came of the grid's levels`() {
    var bot = Bot()
    _ = bot.move(to: 110_000)
    _ = bot.move(to: 109_700)
    _ = bot.trader.receive(
      Input(
        time: bot.trader.time,
        content: .event(
          .quotes(
            QuoteBatch(quotes: [
              Quote(
                time: bot.trader.time.utc + 1000, bid: Price(points: 109_400), ask: Price(points: 109_450), path: .jump)
            ])))))
    let told = bot.endMinute().events.compactMap { if case .entries(let summary) = $0 { summary } else { nil } }
    #expect(told.count == 1)
    #expect(told.first?.opened == 1)
    #expect(told.first?.skipped(.maxSpread) == 1)
    #expect(told.first?.widestSpread == Pips(5))
    #expect(bot.endMinute().events.allSatisfy { if case .entries = $0 { false } else { true } })
  }
}
