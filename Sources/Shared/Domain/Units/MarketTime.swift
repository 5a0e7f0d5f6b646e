/// An instant of the market: when it was, and how much open market had passed by then.
///
/// Cooldowns, windows and experiment lengths count *open* milliseconds, so that a weekend counts as no time; trading
/// sessions, the hour of the day and everything that a person reads use the UTC instant.
package struct MarketTime: Hashable, Comparable, Sendable, Codable {
  /// Milliseconds since 1970-01-01 00:00 UTC.
  package var utc: Int64
  /// Open-market milliseconds since a fixed origin; never decreases while `utc` increases.
  package var open: Int64

  package init(utc: Int64, open: Int64) {
    self.utc = utc
    self.open = open
  }

  package static let origin = MarketTime(utc: 0, open: 0)

  package static func < (left: MarketTime, right: MarketTime) -> Bool {
    left.utc < right.utc
  }

  package static let minute: Int64 = 60_000
  package static let hour: Int64 = 3_600_000
  package static let day: Int64 = 86_400_000
}
