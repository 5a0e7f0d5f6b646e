/// The clock of a city whose working day is a trading session, with its daylight-saving rule in force since 2008.
///
/// A core reads no time-zone database, so that a replay gives the same on every machine. Earlier years are read with
/// the same rules, which is wrong by an hour for a few weeks before 2007 (United States) and 2008 (Australia).
enum CityClock {
  /// UTC−5; daylight saving from the second Sunday of March to the first of November, 02:00 local.
  case newYork
  /// UTC; daylight saving from the last Sunday of March to the last of October, 01:00 UTC.
  case london
  /// UTC+10; daylight saving from the first Sunday of October to the first of April, 02:00 standard time.
  case sydney
  /// UTC+9 all year.
  case tokyo

  /// What is added to UTC for local time at a UTC instant, both in milliseconds; `year` is the instant's UTC year.
  ///
  /// The year is given because a caller asks several cities at once. No change lies near New Year, so that the UTC year
  /// serves every city.
  func offset(at utc: Int64, year: Int64) -> Int64 {
    switch self {
    case .newYork:
      let start = CivilDate.sunday(onOrAfter: CivilDate.firstDay(ofMonth: 3, year: year) + 7)
      let end = CivilDate.sunday(onOrAfter: CivilDate.firstDay(ofMonth: 11, year: year))
      let summer = utc >= instant(start, hour: 7) && utc < instant(end, hour: 6)
      return (summer ? -4 : -5) * MarketTime.hour
    case .london:
      let start = CivilDate.sunday(onOrAfter: CivilDate.firstDay(ofMonth: 4, year: year) - 7)
      let end = CivilDate.sunday(onOrAfter: CivilDate.firstDay(ofMonth: 11, year: year) - 7)
      let summer = utc >= instant(start, hour: 1) && utc < instant(end, hour: 1)
      return summer ? MarketTime.hour : 0
    case .sydney:
      let end = CivilDate.sunday(onOrAfter: CivilDate.firstDay(ofMonth: 4, year: year))
      let start = CivilDate.sunday(onOrAfter: CivilDate.firstDay(ofMonth: 10, year: year))
      let winter = utc >= instant(end, hour: -8) && utc < instant(start, hour: -8)
      return (winter ? 10 : 11) * MarketTime.hour
    case .tokyo:
      return 9 * MarketTime.hour
    }
  }

  /// The UTC instant of an hour of a day; negative hours lie on the day before.
  private func instant(_ day: Int64, hour: Int64) -> Int64 {
    day * MarketTime.day + hour * MarketTime.hour
  }

  static func year(at utc: Int64) -> Int64 {
    CivilDate.year(ofDay: floorDivide(utc, by: MarketTime.day))
  }
}
