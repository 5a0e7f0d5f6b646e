import Domain
import Foundation
import Testing

@testable import GridTrading

struct CheckpointTests {
  @Test(arguments: UInt64(1)...12)
  func `an engine that was stored and read back goes on to the same fills`(seed: UInt64) throws {
    var market = RandomMarket(seed: seed)
    let drawn = market.profile()
    let profile = try #require(drawn)
    var engine = GridEngine(profile: profile, configuration: market.configuration(), version: .first)
    let quotes = market.quotes(3000, continuousShare: 0.5)
    var gate = OpenGate()
    var fills: [Fill] = []
    for quote in quotes[..<1500] { engine.step(quote, gate: &gate, fills: &fills) }
    engine.adopt(market.configuration(), version: ConfigurationVersion(2))
    var restored = try JSONDecoder().decode(GridEngine.self, from: JSONEncoder().encode(engine))
    #expect(restored == engine)
    var clone = engine
    var others: [Fill] = []
    fills = []
    for quote in quotes[1500...] {
      engine.step(quote, gate: &gate, fills: &fills)
      restored.step(quote, gate: &gate, fills: &others)
    }
    #expect(fills == others)
    #expect(restored == engine)
    others = []
    for quote in quotes[1500...] { clone.step(quote, gate: &gate, fills: &others) }
    #expect(fills == others)
  }
}
