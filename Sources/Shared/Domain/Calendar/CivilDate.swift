/// Dates of the Gregorian calendar as days since 1970-01-01, without a clock, a time zone or a library.
///
/// The arithmetic counts years from 1 March, so that the leap day is the last of its year and months have fixed starts.
enum CivilDate {
  private static let daysIn400Years: Int64 = 146_097
  /// 0000-03-01 to 1970-01-01.
  private static let daysToEpoch: Int64 = 719_468

  /// The year of a day.
  static func year(ofDay day: Int64) -> Int64 {
    let shifted = day + daysToEpoch
    let era = floorDivide(shifted, by: daysIn400Years)
    let dayOfEra = shifted - era * daysIn400Years
    let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    // January and February, days 306 on, belong to the next civil year.
    return yearOfEra + era * 400 + (dayOfYear >= 306 ? 1 : 0)
  }

  /// The day of the first of a month, 1 to 12.
  static func firstDay(ofMonth month: Int64, year: Int64) -> Int64 {
    let marchYear = month <= 2 ? year - 1 : year
    let era = floorDivide(marchYear, by: 400)
    let yearOfEra = marchYear - era * 400
    let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5
    return era * daysIn400Years + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - daysToEpoch
  }

  /// The day of the week, 0 for Sunday. 1970-01-01 was a Thursday.
  static func weekday(ofDay day: Int64) -> Int64 {
    floorModulo(day + 4, by: 7)
  }

  /// The first Sunday on or after a day.
  static func sunday(onOrAfter day: Int64) -> Int64 {
    day + floorModulo(-weekday(ofDay: day), by: 7)
  }
}

/// The quotient rounded toward minus infinity, for a positive divisor.
@inline(__always)
func floorDivide(_ value: Int64, by divisor: Int64) -> Int64 {
  let quotient = value / divisor
  return value % divisor < 0 ? quotient - 1 : quotient
}

/// What `floorDivide` leaves, always from zero to below the divisor.
@inline(__always)
func floorModulo(_ value: Int64, by divisor: Int64) -> Int64 {
  let remainder = value % divisor
  return remainder < 0 ? remainder + divisor : remainder
}
