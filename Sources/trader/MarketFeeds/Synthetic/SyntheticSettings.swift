package import Domain

/// What a synthetic market is like beside its symbol's profile.
package struct SyntheticSettings: Hashable, Sendable, Codable {
  /// How a minute is given.
  package enum Shape: Hashable, Sendable, Codable {
    /// Four quotes, as a one-minute bar gives: a jump and three continuous ones.
    case bars
    /// Eight jumps at irregular times.
    case ticks
  }

  /// Milliseconds UTC; the first minute is the first open one from here.
  package var start: Int64
  /// Bid of the first minute's open.
  package var startPrice: Price
  /// Standard deviation of a minute's relative price change over the whole week, in millionths.
  package var volatility: Double
  package var shape: Shape
  /// Market minutes after which the feed ends; `nil` for a market without end.
  package var minutes: Int64?

  package init(
    start: Int64 = 1_704_067_200_000, startPrice: Price = Price(points: 110_000), volatility: Double = 145,
    shape: Shape = .bars, minutes: Int64? = nil
  ) {
    self.start = start
    self.startPrice = startPrice
    self.volatility = volatility
    self.shape = shape
    self.minutes = minutes
  }

  /// A price and volatility like those of the symbol, where it is one of the usual; else like the euro's.
  package init(like profile: SymbolProfile, shape: Shape = .bars, minutes: Int64? = nil) {
    let (price, volatility): (Double, Double) =
      switch profile.symbol.name {
      case "USDJPY": (130, 170)
      case "GBPUSD": (1.3, 160)
      case "AUDUSD": (0.72, 160)
      case "NZDUSD": (0.66, 170)
      case "AUDNZD": (1.08, 120)
      case "XAUUSD": (1800, 177)
      case "XAGUSD": (24, 290)
      default: (1.1, 145)
      }
    var points = price
    for _ in 0..<profile.digits { points *= 10 }
    self.init(
      startPrice: Price(points: Int32(points.rounded())), volatility: volatility, shape: shape, minutes: minutes)
  }
}
