import Domain
import Testing

@testable import GridTrading

struct PathContinuityTests {
  @Test(arguments: UInt64(1)...60)
  func `a continuous path fills exactly as the same path cut into tenths of a pip`(seed: UInt64) throws {
    var market = RandomMarket(seed: seed)
    let drawn = market.profile()
    let profile = try #require(drawn)
    let configuration = market.configuration()
    let quotes = market.quotes(3000, continuousShare: 0.7)
    var engine = GridEngine(profile: profile, configuration: configuration, version: .first)
    var stepped = engine
    var gate = OpenGate()
    var fills: [Fill] = []
    var steppedFills: [Fill] = []
    var bid = quotes[0].bid.points
    for quote in quotes {
      engine.step(quote, gate: &gate, fills: &fills)
      for point in cut(quote, from: bid) { stepped.step(point, gate: &gate, fills: &steppedFills) }
      bid = quote.bid.points
      if fills.count != steppedFills.count { break }
    }
    #expect(fills.count > 20 || configuration.tradingSessions != .all || configuration.entryFilter != .none)
    #expect(fills == steppedFills)
    #expect(engine.positions == stepped.positions)
    #expect(engine.anchor == stepped.anchor)
  }

  /// The quotes, a point apart and each a jump, that a continuous quote stands for.
  private func cut(_ quote: Quote, from bid: Int32) -> [Quote] {
    var end = quote
    end.path = .jump
    guard quote.path == .continuous, quote.bid.points != bid else { return [end] }
    let spread = quote.ask.points - quote.bid.points
    let step: Int32 = quote.bid.points > bid ? 1 : -1
    return stride(from: bid + step, through: quote.bid.points, by: Int32.Stride(step)).map { point in
      Quote(time: quote.time, bid: Price(points: point), ask: Price(points: point + spread), path: .jump)
    }
  }
}
