import Domain

@testable import GridTrading

/// Random quotes and configurations that reach every branch of the engine within a few thousand quotes.
struct RandomMarket {
  var generator: SplitMix64

  init(seed: UInt64) {
    generator = SplitMix64(seed: seed)
  }

  /// Quotes some seconds apart with jumps, long moves, changing spreads and weekends.
  mutating func quotes(_ count: Int, continuousShare: Double, spreads: ClosedRange<Int32> = 1...30) -> [Quote] {
    var time: Int64 = 1_577_916_000_000 + Int64.random(in: 0..<604_800_000, using: &generator)
    var bid: Int32 = 110_000
    var spread = Int32.random(in: spreads, using: &generator)
    return (0..<count).map { _ in
      time += Int64.random(in: 1...90_000, using: &generator)
      if Int.random(in: 0..<2000, using: &generator) == 0 { time += 172_800_000 }
      let reach: Int32 = Int.random(in: 0..<20, using: &generator) == 0 ? 400 : 40
      bid += Int32.random(in: -reach...reach, using: &generator) + (bid < 100_000 ? 20 : bid > 120_000 ? -20 : 0)
      if Int.random(in: 0..<10, using: &generator) == 0 { spread = Int32.random(in: spreads, using: &generator) }
      let path: PricePath = generator.nextUnit() < continuousShare ? .continuous : .jump
      return Quote(time: time, bid: Price(points: bid), ask: Price(points: bid + spread), path: path)
    }
  }

  mutating func configuration(filtered: Bool = true) -> Configuration {
    Configuration(
      gridSpacing: Pips(tenths: Int32.random(in: 5...200, using: &generator)),
      takeProfit: Pips(tenths: Int32.random(in: 5...300, using: &generator)),
      stopLoss: Pips(tenths: Int32.random(in: 5...500, using: &generator)),
      lotSize: Lots(hundredths: Int32.random(in: 1...50, using: &generator)),
      maxPositions: Int.random(in: 1...20, using: &generator),
      maxSpread: Pips(tenths: Int32.random(in: 5...40, using: &generator)),
      tradingSessions: filtered && Bool.random(using: &generator)
        ? SessionSet(rawValue: UInt8.random(in: 0...15, using: &generator)) : .all,
      timeframe: Timeframe.allCases.randomElement(using: &generator) ?? .m1,
      entryFilter: filtered && Int.random(in: 0..<4, using: &generator) == 0 ? .bollinger : .none)
  }

  /// A profile with costs of every kind.
  mutating func profile() -> SymbolProfile? {
    guard var profile = SymbolProfile.named("EURUSD") else { return nil }
    profile.commission = Money(micros: Int64.random(in: 0...40_000, using: &generator))
    profile.slippage = Pips(tenths: Int32.random(in: 0...3, using: &generator))
    profile.minimumStopDistance = Pips(tenths: Int32.random(in: 0...20, using: &generator))
    return profile
  }
}
