import Domain

/// Whether the week is about to close, looked at once a minute.
struct WeekClose: Hashable, Sendable, Codable {
  private let calendar: TradingCalendar
  /// UTC milliseconds.
  private var lookedAt: Int64 = 0
  private var isClosing = false

  private static let minutesBefore = 60

  init(calendar: TradingCalendar) {
    self.calendar = calendar
  }

  /// - Returns: whether it closes within the hour; `nil` where the last look was less than a minute ago, and in the
  ///   middle of a week.
  mutating func look(at utc: Int64) -> Bool? {
    guard utc >= lookedAt + MarketTime.minute else { return nil }
    lookedAt = utc
    let wasClosing = isClosing
    isClosing = calendar.minutesToClose(at: utc).map { $0 <= Self.minutesBefore } ?? true
    return isClosing || wasClosing ? isClosing : nil
  }
}
