import Domain
import GridTrading
import ReferenceBot
import Runtime
import Testing
import TraderRuntime

/// A quote that is held back until the next one confirms it, in a bot that may die at any quote.
struct HeldQuoteTests {
  private let profile: SymbolProfile

  init() throws {
    profile = try #require(SymbolProfile.named("EURUSD"))
  }

  private func fresh() -> Trader {
    var configuration = profile.defaults
    configuration.gridSpacing = Pips(5)
    configuration.takeProfit = Pips(5)
    configuration.maxSpread = Pips(5)
    return Trader(profile: profile, configuration: configuration, settings: TraderSettings())
  }

  /// Ticks, or the quotes of bars, of which some are wrong as a whole and some from an extreme on.
  private func market(seed: UInt64, ofBars: Bool, count: Int = 300) -> [Quote] {
    ofBars ? bars(seed: seed, count: count) : ticks(seed: seed, count: count)
  }

  private func bars(seed: UInt64, count: Int) -> [Quote] {
    var random = SplitMix64(seed: seed)
    var (bid, wild): (Int32, Int32) = (110_000, 0)
    return (0..<count).map { number in
      let part = number % 4
      bid += Int32(random.next() % 41) - 20
      if part == 0 {
        if random.next() % 15 == 0 { bid += random.next() % 2 == 0 ? 800 : -800 }
        wild = random.next() % 10 == 0 ? 900 : 0
      } else if wild == 0, random.next() % 30 == 0 {
        wild = -4_000
      }
      return Quote(
        time: 1_699_228_800_000 + Int64(number) * 15_000, bid: Price(points: bid + wild),
        ask: Price(points: bid + wild + 10), path: part == 0 ? .jump : .continuous)
    }
  }

  private func ticks(seed: UInt64, count: Int) -> [Quote] {
    var random = SplitMix64(seed: seed)
    var bid: Int32 = 110_000
    return (0..<count).map { number in
      bid += Int32(random.next() % 41) - 20
      // A confirmed move up or down by 80 pips now and then, and lone ticks.
      if random.next() % 60 == 0 { bid += random.next() % 2 == 0 ? 800 : -800 }
      let wild: Int32 = random.next() % 20 == 0 ? (random.next() % 2 == 0 ? 900 : -900) : 0
      return Quote(
        time: 1_699_228_800_000 + Int64(number) * 1_000, bid: Price(points: bid + wild),
        ask: Price(points: bid + wild + 10), path: .jump)
    }
  }

  /// Plays the market and dies after each quote for which `dies` says so, coming back from what was stored.
  private func play(_ quotes: [Quote], dies: (Int) -> Bool) -> (trader: Trader, place: Int, events: [Event]) {
    var stored = StoredTrader(past: [])
    var life = TraderLife(stored, initial: fresh())
    var events: [Event] = []
    for (number, quote) in quotes.enumerated() {
      var gate = ClosedCircuit()
      let turn = life.turn(life.advance([quote], gate: &gate))
      for (place, item) in turn.published.enumerated() {
        events.append(item.event)
        stored.past.append(LoggedEvent(sequence: item.sequence, event: item.event, beginsTurn: place == 0))
      }
      if let checkpoint = turn.checkpoint { stored = StoredTrader(checkpoint) }
      if dies(number) { life = TraderLife(stored, initial: fresh()) }
    }
    return (life.trader, life.place.inMinute, events)
  }

  @Test(arguments: 1...10 as ClosedRange<UInt64>, [false, true])
  func `74: however often it dies each quote is judged once and traded once`(seed: UInt64, ofBars: Bool) {
    let quotes = market(seed: seed, ofBars: ofBars)
    let whole = play(quotes) { _ in false }
    let broken = play(quotes) { _ in true }
    #expect(whole.trader.quoteJudge.refused > 3)
    #expect(broken.trader.quoteJudge == whole.trader.quoteJudge)
    #expect(broken.trader.engine == whole.trader.engine)
    #expect(broken.place == quotes.count)
    #expect(broken.events == whole.events)
  }

  @Test(arguments: 1...10 as ClosedRange<UInt64>, [false, true])
  func `74: the published quotes are the same, minute by minute or one by one`(seed: UInt64, ofBars: Bool) {
    let quotes = market(seed: seed, ofBars: ofBars)
    let single = play(quotes) { _ in false }
    var trader = fresh()
    var gate = ClosedCircuit()
    var events: [Event] = []
    for start in stride(from: 0, to: quotes.count, by: 60) {
      let batch = QuoteBatch(quotes: Array(quotes[start..<min(start + 60, quotes.count)]))
      for case .publish(let event) in trader.trade(batch, gate: &gate) { events.append(event) }
    }
    #expect(Self.quotes(of: events) == Self.quotes(of: single.events))
    #expect(trader.engine == single.trader.engine)
    #expect(trader.quoteJudge == single.trader.quoteJudge)
  }

  private static func quotes(of events: [Event]) -> [Quote] {
    events.flatMap { event -> [Quote] in
      if case .quotes(let batch) = event { batch.quotes } else { [] }
    }
  }
}

extension Stored where State == TraderState, Past == [LoggedEvent] {
  fileprivate init(_ checkpoint: TraderState) {
    self.init(past: [])
    self.checkpoint = checkpoint
  }
}
