package import Domain

/// What one configuration did on a series.
package struct ReplayResult: Hashable, Sendable {
  package let configuration: Configuration
  /// In order of entry; the trade with number n is at n − 1.
  package let trades: [ReplayTrade]
  /// Grid levels that were reached and opened nothing.
  package let skipped: Int
}
