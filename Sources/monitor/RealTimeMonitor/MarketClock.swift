import Domain

/// The market's time by the usable quotes: that of the newest one, and never decreasing.
struct MarketClock: Hashable, Sendable, Codable {
  let calendar: TradingCalendar
  /// The origin until the first quote.
  private(set) var now = MarketTime.origin

  init(calendar: TradingCalendar) {
    self.calendar = calendar
  }

  var hasBegun: Bool { now > .origin }

  mutating func advance(to utc: Int64) {
    now = max(now, calendar.marketTime(at: utc))
  }

  /// Market time of an instant, counted back from the newest quote within its minute: the market is open in between.
  func time(at utc: Int64) -> MarketTime {
    utc >= now.utc || now.utc - utc >= MarketTime.minute
      ? calendar.marketTime(at: utc) : MarketTime(utc: utc, open: now.open - (now.utc - utc))
  }

  /// Open-market milliseconds from the newest quote to an instant after it. Neighbouring quotes need no calendar.
  ///
  /// - Returns: `nil` before the first quote, and where no more than `least` milliseconds of any time have passed.
  func silence(until utc: Int64, longerThan least: Int64) -> Int64? {
    guard hasBegun, utc - now.utc > least else { return nil }
    return calendar.openMilliseconds(at: utc) - now.open
  }
}
