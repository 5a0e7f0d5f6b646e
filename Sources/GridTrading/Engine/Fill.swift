package import Domain

/// What a quote led to.
package enum Fill: Hashable, Sendable, Codable {
  case opened(OpenTrade)
  case closed(ClosedTrade)
  /// The price reached a grid level and no position was opened; the anchor moved there all the same.
  case skipped(SkipReason)
}

/// Why a grid level opened no position.
package enum SkipReason: String, CaseIterable, Hashable, Sendable, Codable {
  /// As many positions are open as may be.
  case maxPositions
  /// The spread is wider than allowed.
  case maxSpread
  /// The price is inside the Bollinger bands, or they are not known yet.
  case entryFilter
  /// The venue would refuse the stop or the target as too near the price.
  case minimumStopDistance
  /// The gate refused.
  case gate
}
