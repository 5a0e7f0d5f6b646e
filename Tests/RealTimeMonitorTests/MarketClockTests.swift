import Domain
import Testing

@testable import RealTimeMonitor

@Suite struct MarketClockTests {
  @Test func `the time of an instant is the calendar's, near the newest quote too`() {
    var clock = MarketClock(calendar: calendar)
    #expect(clock.time(at: monday) == calendar.marketTime(at: monday))
    clock.advance(to: monday + 59_000)
    for utc in stride(from: monday - 5_000, to: monday + 120_000, by: 500) {
      #expect(clock.time(at: utc) == calendar.marketTime(at: utc))
    }
  }

  @Test func `it never goes back`() {
    var clock = MarketClock(calendar: calendar)
    #expect(!clock.hasBegun)
    clock.advance(to: monday + 1_000)
    clock.advance(to: monday)
    #expect(clock.hasBegun && clock.now == calendar.marketTime(at: monday + 1_000))
  }

  @Test func `a silence is open time, and a short or an older one is none`() {
    var clock = MarketClock(calendar: calendar)
    #expect(clock.silence(until: monday, longerThan: 0) == nil)
    let friday = monday + 4 * 86_400_000 + (21 * 60 + 59) * 60_000
    clock.advance(to: friday)
    let opening = monday + 6 * 86_400_000 + (22 * 60 + 1) * 60_000
    #expect(clock.silence(until: opening, longerThan: 60_000) == 120_000)
    #expect(clock.silence(until: friday + 30_000, longerThan: 0) == 30_000)
    #expect(clock.silence(until: friday + 60_000, longerThan: 60_000) == nil)
    #expect(clock.silence(until: friday, longerThan: 0) == nil)
    #expect(clock.silence(until: friday - 1, longerThan: 0) == nil)
  }

  @Test func `scans and publications fall on whole multiples, the first at once`() {
    var settings = MonitorSettings()
    settings.scanEvery = 30
    settings.publishEvery = 90
    var schedule = ScanSchedule(settings: settings)
    var (scans, publications): ([Int64], [Int64]) = ([], [])
    for open in stride(from: Int64(7), to: 300, by: 11) where schedule.isDue(at: open) {
      scans.append(open)
      if schedule.scan(at: open) { publications.append(open) }
    }
    #expect(scans == [7, 40, 62, 95, 128, 150, 183, 216, 249, 271])
    #expect(publications == [7, 95, 183, 271])
  }
}
