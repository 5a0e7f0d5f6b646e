/// Why a grid level that the price reached opened no position.
package enum SkipReason: String, CaseIterable, Hashable, Sendable, Codable {
  /// As many positions are open as may be.
  case maxPositions
  /// The spread is wider than allowed.
  case maxSpread
  /// The price is inside the Bollinger bands, or they are not known yet.
  case entryFilter
  /// The venue would refuse the stop or the target as too near the price.
  case minimumStopDistance
  /// The account has no money for the margin.
  case margin
  /// The gate refused: the safety state, or the latch.
  case gate
}
