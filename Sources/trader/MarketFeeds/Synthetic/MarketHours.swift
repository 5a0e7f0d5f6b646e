internal import Domain

/// When a symbol trades, by its profile's week in New York time. Holidays are open: a synthetic market has none.
struct MarketHours: Hashable, Sendable, Codable {
  private let week: TradingWeek

  init(_ week: TradingWeek) {
    self.week = week
  }

  func isOpen(_ time: Int64) -> Bool {
    let local = time + Self.newYorkOffset(time)
    // 1970-01-01 was a Thursday, the fifth day of a week that begins on Sunday.
    let minute = Int((local / CivilTime.minute + 4 * 1440) % 10_080)
    guard (week.opens..<week.closes).contains(minute) else { return false }
    guard let rest = week.dailyBreak else { return true }
    return !(rest.lowerBound..<rest.upperBound).contains(minute % 1440)
  }

  private static func newYorkOffset(_ time: Int64) -> Int64 {
    let (begins, ends) = SourceClock.americanSummer(CivilTime.year(ofDay: Int(time / CivilTime.day)))
    return (begins..<ends).contains(time) ? -4 * CivilTime.hour : -5 * CivilTime.hour
  }
}
