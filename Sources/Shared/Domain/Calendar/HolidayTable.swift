/// What holidays cut out of the open weeks of a calendar, year by year from 1970 to 2100.
///
/// Times are milliseconds of New York's clock since Sunday, 1970-01-04, 00:00, as `TradingCalendar` counts them.
struct HolidayTable: Sendable {
  private struct Entry {
    var start: Int64
    /// Milliseconds of the weeks' open time before its start and its end, holidays not left out.
    var openAtStart: Int64
    var openAtEnd: Int64
    /// What the holidays before it have cut.
    var cutBefore: Int64
  }

  private var entries: [Entry] = []

  /// - Parameter open: open time of the weeks alone up to an instant.
  init(_ holidays: [YearDay], open: (Int64) -> Int64) {
    // Almost in order already, which makes this quick; every new calendar runs it.
    let days = holidays.sorted { ($0.month, $0.day) < ($1.month, $1.day) }
    let starts = (1970...2100).flatMap { (year: Int64) in days.map { Self.start(of: $0, in: year) } }
    entries.reserveCapacity(starts.count)
    var cut: Int64 = 0
    for start in starts.sorted() where start != entries.last?.start {
      let entry = Entry(start: start, openAtStart: open(start), openAtEnd: open(start + MarketTime.day), cutBefore: cut)
      guard entry.openAtEnd > entry.openAtStart else { continue }
      entries.append(entry)
      cut += entry.openAtEnd - entry.openAtStart
    }
  }

  /// 17:00 on the day before: where the trading day begins.
  private static func start(of holiday: YearDay, in year: Int64) -> Int64 {
    let day = CivilDate.firstDay(ofMonth: Int64(holiday.month), year: year) + Int64(holiday.day) - 1
    return (day - 3) * MarketTime.day - 7 * MarketTime.hour
  }

  /// Open milliseconds that holidays have cut up to an instant.
  ///
  /// - Parameter open: open time of the weeks alone up to it.
  func cut(at instant: Int64, open: Int64) -> Int64 {
    guard let entry = lastEntry(at: instant) else { return 0 }
    return entry.cutBefore + min(open, entry.openAtEnd) - entry.openAtStart
  }

  /// Milliseconds to the end of the holiday that it is; `nil` where it is not one.
  func timeLeft(at instant: Int64) -> Int64? {
    guard let entry = lastEntry(at: instant), instant < entry.start + MarketTime.day else { return nil }
    return entry.start + MarketTime.day - instant
  }

  /// The last holiday that has begun.
  private func lastEntry(at instant: Int64) -> Entry? {
    var (low, high) = (0, entries.count)
    while low < high {
      let middle = (low + high) / 2
      if entries[middle].start <= instant { low = middle + 1 } else { high = middle }
    }
    return low == 0 ? nil : entries[low - 1]
  }
}
