import Domain
import GridTrading
import Statistics
import Testing

@testable import ExperimentEngine

struct ShadowTests {
  @Test func `inherited positions trade on and do not count`() {
    var random = SplitMix64(seed: 11)
    var engine = GridEngine(profile: .plain, configuration: SymbolProfile.plain.defaults, version: .first)
    var gate = ShadowGate(isOpen: true)
    var fills: [Fill] = []
    var quote = Quote(time: 0, bid: Price(points: 110_000), ask: Price(points: 110_010), path: .jump)
    func next() -> Quote {
      var quote = quote
      quote.time += 15_000
      quote.bid.points += Int32(random.next() % 81) - 40
      quote.ask.points = quote.bid.points + 10
      return quote
    }
    while engine.positions.count < 4 {
      engine.step(quote, gate: &gate, fills: &fills)
      quote = next()
    }
    fills.removeAll()
    var shadow = Shadow(cloning: engine)
    #expect(shadow.result(at: quote) == .zero)
    gate = ShadowGate(isOpen: false)
    while !shadow.engine.positions.isEmpty {
      _ = shadow.step(quote, gate: &gate, fills: &fills)
      #expect(shadow.result(at: quote) == .zero)
      quote = next()
    }
    #expect(shadow.realised == .zero && shadow.closed.isEmpty)
    gate = ShadowGate(isOpen: true)
    var trades = 0
    while trades < 20 {
      if shadow.step(quote, gate: &gate, fills: &fills) { trades += shadow.closed.count }
      quote = next()
    }
    #expect(shadow.realised != .zero)
    #expect(fills.isEmpty)
  }

  @Test func `a clone without a difference never differs`() {
    var bot = Bot(seed: 12)
    bot.trade(minutes: 700)
    bot.change(1, .maxSpread, to: .pips(2.1))
    for _ in 0..<500 {
      bot.trade(minutes: 1)
      guard let trial = bot.core.measurements.running.first?.trial else { continue }
      #expect(
        trial.old.engine.positions
          == trial.arms[0].shadow.engine.positions.map { trade in
            var trade = trade
            trade.version = trial.old.engine.positions.first { $0.id == trade.id }?.version ?? trade.version
            return trade
          })
    }
  }

  /// The bounds of each increment are said before it; in thousands of increments of unlike arms none is broken.
  @Test(arguments: 0..<6)
  func `no increment leaves the bounds that were said beforehand`(seed: UInt64) {
    var random = SplitMix64(seed: 500 + seed)
    var bot = Bot(seed: seed, settings: ExperimenterSettings(mostBlocks: 100_000))
    bot.trade(minutes: 300)
    let changes: [(Parameter, ParameterValue)] = [
      (.gridSpacing, .pips(Double(Int.random(in: 10...40, using: &random)))),
      (.takeProfit, .pips(Double(Int.random(in: 10...60, using: &random)))),
      (.stopLoss, .pips(Double(Int.random(in: 10...80, using: &random)))),
      (.lotSize, .hundredths(Int32.random(in: 1...20, using: &random))),
      (.maxPositions, .count(Int.random(in: 1...20, using: &random))),
    ]
    let real = changes.filter { SymbolProfile.plain.defaults[$0.0] != $0.1 }
    let (parameter, value) = real[Int(random.next() % UInt64(real.count))]
    bot.change(1, parameter, to: value)
    bot.trade(minutes: 4_000)
    bot.change(2, .entryFilter, to: .entryFilter(.bollinger), purpose: .lowerRisk)
    bot.trade(minutes: 1_000)
    bot.change(3, .lotSize, to: .hundredths(3), purpose: .lowerRisk)
    bot.trade(minutes: 2_000)
    #expect(bot.core.measurements.running.first.map { $0.trial.candidates[0].gain.count > 100 } == true)
    #expect(bot.measurements.allSatisfy { $0.finding != .void }, "\(parameter) to \(value)")
  }

  @Test func `a price that jumps over everything makes the evidence void`() {
    var bot = Bot(seed: 13)
    bot.trade(minutes: 300)
    bot.change(1, .gridSpacing, to: .pips(10))
    bot.trade(minutes: 900)
    bot.bid += 5_000
    bot.trade(minutes: 300)
    #expect(bot.measurements.last?.finding == .void)
  }
}
