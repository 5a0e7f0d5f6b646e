import Foundation
import Testing

@testable import Domain

struct SessionTests {
  let calendar = TradingCalendar()

  @Test func `sessions follow each city's own clock through two years`() throws {
    let cities: [(TradingSession, String, ClosedRange<Int>)] = [
      (.sydney, "Australia/Sydney", 7...15), (.tokyo, "Asia/Tokyo", 9...17), (.london, "Europe/London", 8...16),
      (.newYork, "America/New_York", 8...16),
    ]
    var clocks: [(TradingSession, Calendar, ClosedRange<Int>)] = []
    for (session, identifier, hours) in cities {
      var clock = Calendar(identifier: .gregorian)
      clock.timeZone = try #require(TimeZone(identifier: identifier))
      clocks.append((session, clock, hours))
    }
    for utc in stride(from: instant(2020, 1, 1), to: instant(2022, 1, 1), by: Int(MarketTime.hour)) {
      let date = Date(timeIntervalSince1970: Double(utc) / 1000)
      let expected = clocks.filter { _, clock, hours in
        let parts = clock.dateComponents([.hour, .weekday], from: date)
        return (2...6).contains(parts.weekday ?? 0) && hours.contains(parts.hour ?? -1)
      }.map(\.0)
      #expect(calendar.sessions(at: utc).sessions == expected)
      #expect(calendar.sessions(at: utc + MarketTime.hour - 1).sessions == expected)
    }
  }

  @Test func `some session is at work whenever the currency market is open, from Sunday to Friday`() {
    for utc in stride(from: instant(2015, 1, 1), to: instant(2030, 1, 1), by: Int(MarketTime.hour))
    where calendar.isOpen(at: utc) {
      #expect(!calendar.sessions(at: utc).isEmpty)
    }
  }

  @Test func `an hour holds for all of its instants and ends on the next full hour`() {
    let hour = calendar.hour(at: instant(2020, 1, 13, 8, 59))
    #expect(hour.end == instant(2020, 1, 13, 9, 0))
    #expect(hour.sessions == [SessionSet(.london), SessionSet(.tokyo)])
    #expect(hour.hourOfWeek == 8)
    #expect(hour.isOpen)
  }

  @Test func `an hour in which the venue opens or closes ends there`() {
    // Sunday 18:05 to Friday 16:50 in New York, which in January is five hours behind UTC; a pause from 17:10 to 17:25.
    let calendar = TradingCalendar(week: TradingWeek(opens: 1085, closes: 8210, dailyBreak: 1030...1045))
    let before = calendar.hour(at: instant(2020, 1, 12, 23, 1))
    #expect(!before.isOpen && before.end == instant(2020, 1, 12, 23, 5))
    let after = calendar.hour(at: before.end)
    #expect(after.isOpen && after.end == instant(2020, 1, 13, 0, 0))
    let last = calendar.hour(at: instant(2020, 1, 17, 21, 0))
    #expect(last.isOpen && last.end == instant(2020, 1, 17, 21, 50))
    let pause = calendar.hour(at: instant(2020, 1, 14, 22, 12))
    #expect(!pause.isOpen && pause.end == instant(2020, 1, 14, 22, 25))
    #expect(calendar.hour(at: pause.end).isOpen)
  }
}
