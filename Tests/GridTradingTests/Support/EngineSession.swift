import Domain

@testable import GridTrading

/// One engine fed with hand-written quotes, and what it filled.
struct EngineSession {
  var engine: GridEngine
  var fills: [Fill] = []
  var time: Int64

  /// A grid of 10 pips with targets of 10 and stops of 20, from Wednesday 2020-01-15, 12:00 UTC.
  init?(symbol: String = "EURUSD", adjust: (inout SymbolProfile, inout Configuration) -> Void = { _, _ in }) {
    guard var profile = SymbolProfile.named(symbol) else { return nil }
    var configuration = Configuration(
      gridSpacing: Pips(tenths: 100), takeProfit: Pips(tenths: 100), stopLoss: Pips(tenths: 200),
      lotSize: Lots(hundredths: 10), maxPositions: 10, maxSpread: Pips(tenths: 20))
    adjust(&profile, &configuration)
    engine = GridEngine(profile: profile, configuration: configuration, version: .first)
    time = 1_579_089_600_000
  }

  /// Steps one quote a second later than the last one.
  mutating func step(_ bid: Int32, _ ask: Int32, path: PricePath = .jump, after delay: Int64 = 1000) {
    var gate = OpenGate()
    step(bid, ask, path: path, after: delay, gate: &gate)
  }

  mutating func step(
    _ bid: Int32, _ ask: Int32, path: PricePath = .jump, after delay: Int64 = 1000, gate: inout some EntryGate
  ) {
    time += delay
    engine.step(
      Quote(time: time, bid: Price(points: bid), ask: Price(points: ask), path: path), gate: &gate, fills: &fills)
  }

  /// The fills since the last call, in words: `buy 110000`, `takeProfit 110100`, `maxSpread`.
  mutating func told() -> [String] {
    defer { fills = [] }
    return fills.map { fill in
      switch fill {
      case .opened(let trade): "\(trade.side) \(trade.entryPrice.points)"
      case .closed(let closed): "\(closed.reason) \(closed.exitPrice.points)"
      case .skipped(let reason): reason.rawValue
      }
    }
  }

  var closed: [ClosedTrade] {
    fills.compactMap { if case .closed(let trade) = $0 { trade } else { nil } }
  }
}
