import Foundation
import Testing

@testable import Domain

struct CityClockTests {
  static let cities: [(CityClock, String)] = [
    (.newYork, "America/New_York"), (.london, "Europe/London"), (.sydney, "Australia/Sydney"), (.tokyo, "Asia/Tokyo"),
  ]

  @Test(arguments: cities)
  func `every hour and both sides of every change agree with the time-zone database`(
    clock: CityClock, identifier: String
  ) throws {
    let zone = try #require(TimeZone(identifier: identifier))
    let from = instant(2008, 1, 1)
    let until = instant(2036, 1, 1)
    var probes = Array(stride(from: from, to: until, by: Int(6 * MarketTime.hour)))
    var changes = 0
    var last = Date(timeIntervalSince1970: Double(from) / 1000)
    while let next = zone.nextDaylightSavingTimeTransition(after: last), milliseconds(next) < until {
      changes += 1
      probes += [-MarketTime.hour, -1, 0, 1, MarketTime.hour].map { milliseconds(next) + $0 }
      last = next
    }
    #expect(changes == (clock == .tokyo ? 0 : 56))
    for probe in probes {
      let date = Date(timeIntervalSince1970: Double(probe) / 1000)
      let expected = Int64(zone.secondsFromGMT(for: date)) * 1000
      #expect(clock.offset(at: probe, year: CityClock.year(at: probe)) == expected, "\(identifier) at \(date)")
    }
  }

  @Test func `years and first days of months agree with the Gregorian calendar, leap centuries included`() throws {
    var calendar = Calendar(identifier: .gregorian)
    calendar.timeZone = try #require(TimeZone(secondsFromGMT: 0))
    for year in [1969, 1970, 1999, 2000, 2001, 2008, 2024, 2026, 2099, 2100, 2101] {
      for month in 1...12 {
        let date = try #require(calendar.date(from: DateComponents(year: year, month: month, day: 1)))
        let day = Int64((date.timeIntervalSince1970 / 86_400).rounded())
        #expect(CivilDate.firstDay(ofMonth: Int64(month), year: Int64(year)) == day)
        #expect(CivilDate.year(ofDay: day) == Int64(year))
        #expect(CivilDate.year(ofDay: day - 1) == Int64(month == 1 ? year - 1 : year))
        #expect(CivilDate.weekday(ofDay: day) + 1 == Int64(calendar.component(.weekday, from: date)))
      }
    }
  }
}

/// Milliseconds since 1970 of a UTC date and time.
func instant(_ year: Int64, _ month: Int64, _ day: Int64, _ hour: Int64 = 0, _ minute: Int64 = 0) -> Int64 {
  (CivilDate.firstDay(ofMonth: month, year: year) + day - 1) * MarketTime.day + hour * MarketTime.hour
    + minute * MarketTime.minute
}

func milliseconds(_ date: Date) -> Int64 {
  Int64((date.timeIntervalSince1970 * 1000).rounded())
}
