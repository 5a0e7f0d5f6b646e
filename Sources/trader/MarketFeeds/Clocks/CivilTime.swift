/// Arithmetic of the Gregorian calendar, without any time zone.
enum CivilTime {
  static let minute: Int64 = 60_000
  static let hour: Int64 = 3_600_000
  static let day: Int64 = 86_400_000

  /// Days from 1970-01-01 to the given date. Years are counted from March, so that the leap day is a year's last.
  static func days(year: Int, month: Int, day: Int) -> Int {
    let shifted = month <= 2 ? year - 1 : year
    let era = shifted >= 0 ? shifted / 400 : (shifted - 399) / 400
    let yearOfEra = shifted - era * 400
    let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
    let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
    return era * 146_097 + dayOfEra - 719_468
  }

  /// How many days the month has.
  static func length(ofMonth month: Int, year: Int) -> Int {
    switch month {
    case 4, 6, 9, 11: 30
    case 2: year.isMultiple(of: 4) && (!year.isMultiple(of: 100) || year.isMultiple(of: 400)) ? 29 : 28
    default: 31
    }
  }

  /// 0 for Monday to 6 for Sunday. 1970-01-01 was a Thursday.
  static func weekday(days: Int) -> Int {
    (((days + 3) % 7) + 7) % 7
  }

  /// Days from 1970-01-01 to the `number`-th Sunday (from 1) of the month.
  static func sunday(_ number: Int, month: Int, year: Int) -> Int {
    let first = days(year: year, month: month, day: 1)
    return first + (6 - weekday(days: first)) + 7 * (number - 1)
  }

  /// Days from 1970-01-01 to the last Sunday of the month.
  static func lastSunday(month: Int, year: Int) -> Int {
    let last = days(year: year, month: month, day: length(ofMonth: month, year: year))
    return last - (weekday(days: last) + 1) % 7
  }

  /// The hour of the week, 0 to 167 from Monday 00:00 UTC, of a time in milliseconds since 1970 UTC.
  static func hourOfWeek(_ time: Int64) -> Int {
    let hours = time / hour - (time % hour < 0 ? 1 : 0)
    let hourOfWeek = Int((hours + 72) % 168)
    return hourOfWeek < 0 ? hourOfWeek + 168 : hourOfWeek
  }
}

extension CivilTime {
  /// The year of a day counted from 1970-01-01.
  static func year(ofDay day: Int) -> Int {
    var year = 1970 + day / 366
    while days(year: year + 1, month: 1, day: 1) <= day { year += 1 }
    return year
  }
}

extension CivilTime {
  /// `2024-01-09 08:00:00` of milliseconds since 1970 UTC.
  static func text(_ time: Int64) -> String {
    let days = Int(time / day) - (time % day < 0 ? 1 : 0)
    let year = year(ofDay: days)
    var month = 1
    while month < 12, self.days(year: year, month: month + 1, day: 1) <= days { month += 1 }
    let seconds = Int((time - Int64(days) * day) / 1000)
    func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
    let date = "\(year)-\(two(month))-\(two(days - self.days(year: year, month: month, day: 1) + 1))"
    return "\(date) \(two(seconds / 3600)):\(two(seconds / 60 % 60)):\(two(seconds % 60))"
  }
}
