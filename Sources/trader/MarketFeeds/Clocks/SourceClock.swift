/// The clock on which a MetaTrader server stamps its bars and ticks. It cannot be read from the export.
package enum BrokerClock: Hashable, Sendable, Codable {
  case utc
  /// Always this many minutes ahead of UTC.
  case fixed(minutes: Int)
  /// UTC+2, in American summer time UTC+3, so that the day ends with New York's: the most common among brokers.
  case newYorkClose
  /// UTC+2, in European summer time UTC+3.
  case easternEurope
}

/// Turns the local times of one source into UTC.
///
/// At the hour that a clock shows twice the summer reading is taken; for currencies and metals that hour lies in the
/// weekend. Only HistData's clock changes while they trade.
struct SourceClock {
  enum Rule: Hashable {
    case fixed(Int64)
    /// Summer time from the second Sunday of March to the first of November, 02:00 New York time.
    case american(standard: Int64)
    /// Summer time from the last Sunday of March to the last of October, 01:00 UTC.
    case european(standard: Int64)
    /// New York time through 2018; from 2019 the same offsets, switched on the European Sundays. The hour of that
    /// switch is not known, therefore the whole Sunday is left out.
    case histData
  }

  let rule: Rule
  /// The year that the following four are for.
  private var year = Int.min
  private var standard: Int64 = 0
  private var summerBegins: Int64 = 0
  private var summerEnds: Int64 = 0
  /// First milliseconds, local, of the two days that are left out.
  private var doubtfulDays: (Int64, Int64)?

  init(_ rule: Rule) {
    self.rule = rule
  }

  init(broker: BrokerClock) {
    switch broker {
    case .utc: self.init(.fixed(0))
    case .fixed(let minutes): self.init(.fixed(Int64(minutes) * CivilTime.minute))
    case .newYorkClose: self.init(.american(standard: 2 * CivilTime.hour))
    case .easternEurope: self.init(.european(standard: 2 * CivilTime.hour))
    }
  }

  /// Milliseconds UTC of a local time, given as if it were UTC, in that calendar year; `nil` on a doubtful day.
  mutating func utc(local: Int64, year: Int) -> Int64? {
    if case .fixed(let offset) = rule { return local - offset }
    if year != self.year { enter(year) }
    if let (spring, autumn) = doubtfulDays {
      if (spring..<spring + CivilTime.day).contains(local) || (autumn..<autumn + CivilTime.day).contains(local) {
        return nil
      }
    }
    let summer = local - standard - CivilTime.hour
    return (summerBegins..<summerEnds).contains(summer) ? summer : local - standard
  }

  private mutating func enter(_ year: Int) {
    self.year = year
    doubtfulDays = nil
    switch rule {
    case .fixed(let offset):
      standard = offset
      (summerBegins, summerEnds) = (0, 0)
    case .american(let offset):
      standard = offset
      (summerBegins, summerEnds) = Self.americanSummer(year)
    case .european(let offset):
      standard = offset
      (summerBegins, summerEnds) = Self.europeanSummer(year)
    case .histData:
      standard = -5 * CivilTime.hour
      (summerBegins, summerEnds) = year < 2019 ? Self.americanSummer(year) : Self.europeanSummer(year)
      if year >= 2019 {
        doubtfulDays = (
          summerBegins - summerBegins % CivilTime.day, summerEnds - summerEnds % CivilTime.day
        )
      }
    }
  }

  /// First and last-plus-one millisecond UTC of New York's summer time.
  static func americanSummer(_ year: Int) -> (Int64, Int64) {
    // The rule of the Energy Policy Act of 2005; before 2007 it was the first Sunday of April to the last of October.
    let begins = year >= 2007 ? CivilTime.sunday(2, month: 3, year: year) : CivilTime.sunday(1, month: 4, year: year)
    let ends = year >= 2007 ? CivilTime.sunday(1, month: 11, year: year) : CivilTime.lastSunday(month: 10, year: year)
    return (Int64(begins) * CivilTime.day + 7 * CivilTime.hour, Int64(ends) * CivilTime.day + 6 * CivilTime.hour)
  }

  /// First and last-plus-one millisecond UTC of summer time in the European Union.
  static func europeanSummer(_ year: Int) -> (Int64, Int64) {
    (
      Int64(CivilTime.lastSunday(month: 3, year: year)) * CivilTime.day + CivilTime.hour,
      Int64(CivilTime.lastSunday(month: 10, year: year)) * CivilTime.day + CivilTime.hour
    )
  }
}
