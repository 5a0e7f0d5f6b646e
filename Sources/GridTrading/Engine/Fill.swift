package import Domain

/// What a quote led to.
package enum Fill: Hashable, Sendable, Codable {
  case opened(OpenTrade)
  case closed(ClosedTrade)
  /// The price reached a grid level and no position was opened; the anchor moved there all the same.
  case skipped(SkipReason)
}
