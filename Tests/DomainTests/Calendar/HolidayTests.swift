import Domain
import Testing

@Suite struct HolidayTests {
  private let calendar = TradingCalendar()
  private let plain = TradingCalendar(week: TradingWeek(holidays: []))

  /// Milliseconds since 1970 UTC.
  private static let christmasEve2023: Int64 = 1_703_455_200_000  // Sunday, 24 December, 22:00, when the week opens

  @Test func `on Christmas no open time passes`() {
    let begin = Self.christmasEve2023
    #expect(calendar.openMilliseconds(at: begin + 24 * MarketTime.hour) == calendar.openMilliseconds(at: begin))
    #expect(
      calendar.openMilliseconds(at: begin + 25 * MarketTime.hour) - calendar.openMilliseconds(at: begin)
        == MarketTime.hour)
    #expect(plain.openMilliseconds(at: begin + 24 * MarketTime.hour) - plain.openMilliseconds(at: begin) > 0)
  }

  @Test func `a holiday on a weekend cuts nothing`() {
    // 25 December 2022 was a Sunday, 1 January 2022 a Saturday.
    let spring2022: Int64 = 1_646_092_800_000
    let end2022: Int64 = 1_672_444_800_000
    let (open, plainOpen) = (
      calendar.openMilliseconds(at: end2022) - calendar.openMilliseconds(at: spring2022),
      plain.openMilliseconds(at: end2022) - plain.openMilliseconds(at: spring2022)
    )
    #expect(open == plainOpen)
  }

  @Test func `open time never goes back, hour by hour over twenty years`() {
    var last = Int64.min
    for hour in 0..<(20 * 8766) {
      let open = calendar.openMilliseconds(at: 1_262_304_000_000 + Int64(hour) * MarketTime.hour)
      guard open >= last else {
        Issue.record("hour \(hour) of 2010 goes back")
        return
      }
      last = open
    }
  }

  @Test func `an instant is found again by its open time, over a holiday too`() {
    // From the Friday before: two hours of the week are left, then the weekend and Christmas, and an hour after it.
    let friday = calendar.marketTime(at: Self.christmasEve2023 - 50 * MarketTime.hour)
    let found = calendar.marketTime(atOpen: friday.open + 3 * MarketTime.hour, from: friday)
    #expect(calendar.openMilliseconds(at: found.utc) == friday.open + 3 * MarketTime.hour)
    #expect(found.utc == Self.christmasEve2023 + 25 * MarketTime.hour)
  }

  @Test func `another holiday may be named`() {
    // Thursday, 4 July 2024.
    let july = TradingCalendar(week: TradingWeek(holidays: [YearDay(month: 7, day: 4)]))
    let begin: Int64 = 1_720_040_400_000  // 3 July, 21:00 UTC: 17:00 in New York
    #expect(july.openMilliseconds(at: begin + 24 * MarketTime.hour) == july.openMilliseconds(at: begin))
    #expect(july.openMilliseconds(at: begin) > july.openMilliseconds(at: begin - 1))
  }
}
