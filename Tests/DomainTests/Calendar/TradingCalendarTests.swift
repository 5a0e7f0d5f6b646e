import Foundation
import Testing

@testable import Domain

struct TradingCalendarTests {
  let currencies = TradingCalendar()
  let gold = TradingCalendar(week: TradingWeek(opens: 1080, closes: 8220, dailyBreak: 1020...1080))

  @Test func `the currency week runs from Sunday to Friday 17:00 New York in winter and summer`() {
    // 2020-01-12 was a Sunday; New York is at UTC-5.
    #expect(!currencies.isOpen(at: instant(2020, 1, 12, 21, 59)))
    #expect(currencies.isOpen(at: instant(2020, 1, 12, 22, 0)))
    #expect(currencies.isOpen(at: instant(2020, 1, 17, 21, 59)))
    #expect(!currencies.isOpen(at: instant(2020, 1, 17, 22, 0)))
    // 2020-07-12 was a Sunday; New York is at UTC-4.
    #expect(!currencies.isOpen(at: instant(2020, 7, 12, 20, 59)))
    #expect(currencies.isOpen(at: instant(2020, 7, 12, 21, 0)))
    #expect(!currencies.isOpen(at: instant(2020, 7, 17, 21, 0)))
  }

  @Test func `a weekend is no open time and a week is five days`() {
    let friday = currencies.openMilliseconds(at: instant(2020, 3, 6, 22, 0))
    // Clocks changed on Sunday 2020-03-08, so that the next week opens at 21:00 UTC.
    #expect(currencies.openMilliseconds(at: instant(2020, 3, 8, 21, 0)) == friday)
    #expect(currencies.openMilliseconds(at: instant(2020, 3, 8, 21, 1)) == friday + MarketTime.minute)
    #expect(currencies.openMilliseconds(at: instant(2020, 3, 13, 21, 0)) == friday + 5 * MarketTime.day)
  }

  @Test func `gold's daily break is no open time`() {
    let before = gold.openMilliseconds(at: instant(2020, 1, 14, 22, 0))
    #expect(gold.openMilliseconds(at: instant(2020, 1, 14, 22, 59)) == before)
    #expect(!gold.isOpen(at: instant(2020, 1, 14, 22, 30)))
    #expect(gold.isOpen(at: instant(2020, 1, 14, 23, 0)))
    #expect(gold.openMilliseconds(at: instant(2020, 1, 14, 23, 1)) == before + MarketTime.minute)
    let week = gold.openMilliseconds(at: instant(2020, 1, 19)) - gold.openMilliseconds(at: instant(2020, 1, 12))
    #expect(week == 115 * MarketTime.hour)
  }

  @Test(arguments: [
    TradingWeek(holidays: []), TradingWeek(opens: 1080, closes: 8220, dailyBreak: 1020...1080, holidays: []),
    TradingWeek(opens: 0, closes: 10_080, holidays: []),
    TradingWeek(opens: 600, closes: 9000, dailyBreak: 0...30, holidays: []),
  ])
  func `open time never decreases, grows with time exactly while open, and stands still while closed`(
    week: TradingWeek
  ) {
    let calendar = TradingCalendar(week: week)
    var previous = calendar.openMilliseconds(at: instant(2008, 1, 1))
    for utc in stride(from: instant(2008, 1, 1), to: instant(2036, 1, 1), by: Int(MarketTime.hour)) {
      let open = calendar.openMilliseconds(at: utc)
      let next = calendar.openMilliseconds(at: utc + 1)
      // Clocks go forward on a Sunday morning, when the clamped week of the third case has not begun.
      guard next - open == (calendar.isOpen(at: utc) ? 1 : 0), open >= previous else {
        Issue.record("\(utc): \(previous) \(open) \(next)")
        return
      }
      previous = open
    }
  }

  @Test func `minutes to the close count down to Friday and are unknown on the weekend`() {
    #expect(currencies.minutesToClose(at: instant(2020, 1, 17, 21, 30)) == 30)
    #expect(currencies.minutesToClose(at: instant(2020, 1, 12, 22, 0)) == 7200)
    #expect(currencies.minutesToClose(at: instant(2020, 1, 18, 12, 0)) == nil)
  }

  @Test func `the hour of the week counts from Monday midnight UTC`() {
    #expect(currencies.hourOfWeek(at: instant(2020, 1, 13, 0, 0)) == 0)
    #expect(currencies.hourOfWeek(at: instant(2020, 1, 13, 0, 0) - 1) == 167)
    #expect(currencies.hourOfWeek(at: instant(2020, 1, 17, 21, 30)) == 4 * 24 + 21)
  }

  @Test func `nights of swap are five a week with Wednesday's counted three times`() {
    // Monday 2020-01-13 to Friday, New York at UTC-5: the rollover is at 22:00 UTC.
    let nights = (13...19).map { day in
      currencies.swapNights(at: instant(2020, 1, Int64(day), 22, 0))
        - currencies.swapNights(at: instant(2020, 1, Int64(day), 22, 0) - 1)
    }
    #expect(nights == [1, 1, 3, 1, 1, 0, 0])
    let years = currencies.swapNights(at: instant(2036, 1, 1)) - currencies.swapNights(at: instant(2008, 1, 1))
    #expect(abs(years - 10_227) <= 3)
  }

  @Test func `the next rollover is always at 17:00 in New York and within 25 hours`() throws {
    var calendar = Calendar(identifier: .gregorian)
    calendar.timeZone = try #require(TimeZone(identifier: "America/New_York"))
    for utc in stride(from: instant(2019, 1, 1), to: instant(2021, 1, 1), by: Int(37 * MarketTime.minute)) {
      let next = currencies.nextRollover(after: utc)
      let parts = calendar.dateComponents(
        [.hour, .minute, .second], from: Date(timeIntervalSince1970: Double(next) / 1000))
      #expect(next > utc && next - utc <= 25 * MarketTime.hour)
      #expect(parts.hour == 17 && parts.minute == 0 && parts.second == 0)
    }
  }
}
