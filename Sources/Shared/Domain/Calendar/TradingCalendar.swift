/// When a symbol trades, and how much open market has passed.
///
/// The week is one stretch in New York time with, for metals, a daily break; on the holidays that it lists time does not
/// count. Every answer is computed from the instant alone, in a few steps and without memory, so that the calendar may
/// be asked at every quote.
///
///     let calendar = TradingCalendar(week: profile.week)
///     let time = calendar.marketTime(at: quote.time)
package struct TradingCalendar: Sendable {
  package let week: TradingWeek
  private let holidays: HolidayTable

  /// - Parameter week: a week that opens before Sunday 03:00 is taken to open then: clocks change at 02:00, and market
  ///   time counts on no change inside an open stretch.
  package init(week: TradingWeek = TradingWeek()) {
    var week = week
    week.opens = max(week.opens, 180)
    week.closes = min(max(week.closes, week.opens), 7 * 1440)
    self.week = week
    holidays = HolidayTable(week.holidays) { OpenWeek(week).open(before: $0) }
  }

  /// Open-market milliseconds since the week of Sunday, 1970-01-04; never decreases with `utc`.
  package func openMilliseconds(at utc: Int64) -> Int64 {
    let local = newYorkSinceSunday(utc)
    let open = OpenWeek(week).open(before: local)
    return open - holidays.cut(at: local, open: open)
  }

  package func marketTime(at utc: Int64) -> MarketTime {
    MarketTime(utc: utc, open: openMilliseconds(at: utc))
  }

  /// The first instant from `now` on at which so much open market has passed; `now` itself where it has already.
  package func marketTime(atOpen open: Int64, from now: MarketTime) -> MarketTime {
    var utc = now.utc
    var missing = open - now.open
    // An open market brings what is missing in that time or, over a closing, less; a closed one opens at a next turn, and
    // on a holiday nothing comes before its end.
    for _ in 0..<1000 where missing > 0 {
      let turn = nextTurn(after: utc)
      let next =
        holidays.timeLeft(at: newYorkSinceSunday(utc)).map { utc + $0 }
        ?? (isOpen(at: utc) ? utc + missing : turn < .max ? turn : utc + MarketTime.day)
      missing -= openMilliseconds(at: next) - openMilliseconds(at: utc)
      utc = next
    }
    return MarketTime(utc: utc, open: max(open, now.open))
  }

  /// Whether the venue trades at this instant. The opening instant is open, the closing instant is not. A holiday is in
  /// this sense open: where a venue quotes on it all the same, it is traded.
  package func isOpen(at utc: Int64) -> Bool {
    let inWeek = floorModulo(newYorkSinceSunday(utc), by: Self.weekLength)
    guard inWeek >= opens, inWeek < closes else { return false }
    guard let pause = week.dailyBreak else { return true }
    let minute = Int(inWeek % MarketTime.day / MarketTime.minute)
    return minute < pause.lowerBound || minute >= pause.upperBound
  }

  /// The next instant within the local day at which the venue may open or close; `Int64.max` where there is none.
  func nextTurn(after utc: Int64) -> Int64 {
    let inWeek = floorModulo(newYorkSinceSunday(utc), by: Self.weekLength)
    let day = inWeek / MarketTime.day * MarketTime.day
    let pause = week.dailyBreak.map { [$0.lowerBound, $0.upperBound] } ?? []
    let turns = [opens, closes] + pause.map { day + Int64($0) * MarketTime.minute }
    return turns.filter { $0 > inWeek }.min().map { utc + $0 - inWeek } ?? .max
  }

  /// Whole minutes until the week closes; `nil` while the week has not begun or is over.
  package func minutesToClose(at utc: Int64) -> Int? {
    let inWeek = floorModulo(newYorkSinceSunday(utc), by: Self.weekLength)
    guard inWeek >= opens, inWeek < closes else { return nil }
    return Int((closes - inWeek) / MarketTime.minute)
  }

  /// The hour of the trading week in UTC: 0 is Monday 00:00 to 01:00, 167 the last of Sunday.
  package func hourOfWeek(at utc: Int64) -> Int {
    // 1970-01-01 was a Thursday, three days after a Monday.
    Int(floorModulo(floorDivide(utc, by: MarketTime.hour) + 72, by: 168))
  }

  static let weekLength: Int64 = 7 * MarketTime.day

  /// Milliseconds of New York's clock since Sunday, 1970-01-04, 00:00.
  func newYorkSinceSunday(_ utc: Int64) -> Int64 {
    utc + CityClock.newYork.offset(at: utc, year: CityClock.year(at: utc)) - 3 * MarketTime.day
  }

  private var opens: Int64 { Int64(week.opens) * MarketTime.minute }
  private var closes: Int64 { Int64(week.closes) * MarketTime.minute }
}

extension TradingCalendar: Hashable, Codable {
  private enum CodingKeys: String, CodingKey { case week }

  package init(from decoder: any Decoder) throws {
    self.init(week: try decoder.container(keyedBy: CodingKeys.self).decode(TradingWeek.self, forKey: .week))
  }

  package func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(week, forKey: .week)
  }

  package static func == (left: TradingCalendar, right: TradingCalendar) -> Bool { left.week == right.week }

  package func hash(into hasher: inout Hasher) { hasher.combine(week) }
}

/// The open time of a week as if there were no holidays; milliseconds of New York's clock.
private struct OpenWeek {
  private let opens: Int64
  private let closes: Int64
  /// Start of the daily break within its day, and its length; zero where there is none.
  private let pause: (start: Int64, length: Int64)

  init(_ week: TradingWeek) {
    opens = Int64(week.opens) * MarketTime.minute
    closes = Int64(week.closes) * MarketTime.minute
    pause =
      week.dailyBreak.map {
        (Int64($0.lowerBound) * MarketTime.minute, Int64($0.upperBound - $0.lowerBound) * MarketTime.minute)
      } ?? (0, 0)
  }

  /// Since Sunday, 1970-01-04.
  func open(before local: Int64) -> Int64 {
    let weekNumber = floorDivide(local, by: TradingCalendar.weekLength)
    let inWeek = local - weekNumber * TradingCalendar.weekLength
    return weekNumber * inOneWeek(before: TradingCalendar.weekLength) + inOneWeek(before: inWeek)
  }

  private func inOneWeek(before instant: Int64) -> Int64 {
    let clamped = min(max(instant, opens), closes)
    return clamped - opens - (pauses(before: clamped) - pauses(before: opens))
  }

  /// Milliseconds of daily breaks between the week's start and an instant within it.
  private func pauses(before instant: Int64) -> Int64 {
    guard pause.length > 0 else { return 0 }
    let days = instant / MarketTime.day
    return days * pause.length + min(max(instant - days * MarketTime.day - pause.start, 0), pause.length)
  }
}
