/// Whether quotes were recorded in a market or made up. Every result built on them repeats it.
package enum FeedOrigin: Hashable, Sendable, Codable, CustomStringConvertible {
  /// Read from this file, whatever made it.
  case recorded(file: String)
  /// Drawn by `SyntheticMarket` from this seed: no statement about any real market.
  case synthetic(seed: UInt64)

  package var description: String {
    switch self {
    case .recorded(let file): file
    case .synthetic(let seed): "SYNTHETIC market, seed \(seed)"
    }
  }
}

/// Something about a feed that limits what may be concluded from it.
package enum FeedNotice: Hashable, Sendable, Codable, CustomStringConvertible {
  /// The quotes are made up.
  case synthetic(seed: UInt64)
  /// Bars longer than a minute: the path inside them is guesswork.
  case coarseBars(minutes: Int)
  /// The data has one side only; the other comes from the profile or a constant.
  case modelledSpread(SpreadSource)
  /// A cache did not pass its check and was built again.
  case cacheRebuilt(reason: String)

  package var description: String {
    switch self {
    case .synthetic(let seed):
      "synthetic quotes (seed \(seed)): results say nothing about a real market"
    case .coarseBars(let minutes):
      "bars of \(minutes) minutes: the path inside a bar is unknown, fills are coarse"
    case .modelledSpread(.profile):
      "the data has one price only: the spread is the profile's median for the hour of the week"
    case .modelledSpread(.fixed(let spread)):
      "the data has one price only: the spread is a constant \(spread) pips"
    case .cacheRebuilt(let reason):
      "the cache was built again: \(reason)"
    }
  }
}
