/// A date and time as written, without its zone.
struct CivilReading {
  /// Milliseconds since 1970, as if the clock were UTC.
  var local: Int64
  var year: Int
}

extension FieldCursor {
  /// `2022.01.03`, tab, `00:00:00` or `00:00:00.123`.
  mutating func metaTraderTime() throws(RowFault) -> CivilReading {
    let column = column
    let year = try digits(4)
    try expect(UInt8(ascii: "."))
    let month = try digits(2)
    try expect(UInt8(ascii: "."))
    let day = try digits(2)
    try endField()
    return try reading(year, month, day, time: try timeOfDay(), column: column)
  }

  /// `20220103 000000`, with three more digits in tick files.
  mutating func histDataTime(milliseconds: Bool) throws(RowFault) -> CivilReading {
    let column = column
    let year = try digits(4)
    let month = try digits(2)
    let day = try digits(2)
    try expect(UInt8(ascii: " "))
    let hour = try digits(2)
    let minute = try digits(2)
    let second = try digits(2)
    let millisecond = milliseconds ? try digits(3) : 0
    try endField()
    let time = try Self.milliseconds(hour, minute, second, millisecond, column: column)
    return try reading(year, month, day, time: time, column: column)
  }

  /// `03.01.2022 00:00:00.000`.
  mutating func dukascopyTime() throws(RowFault) -> CivilReading {
    let column = column
    let day = try digits(2)
    try expect(UInt8(ascii: "."))
    let month = try digits(2)
    try expect(UInt8(ascii: "."))
    let year = try digits(4)
    try expect(UInt8(ascii: " "))
    return try reading(year, month, day, time: try timeOfDay(), column: column)
  }

  /// `00:00:00` and perhaps `.123`, to the field's end.
  private mutating func timeOfDay() throws(RowFault) -> Int64 {
    let column = column
    let hour = try digits(2)
    try expect(UInt8(ascii: ":"))
    let minute = try digits(2)
    try expect(UInt8(ascii: ":"))
    let second = try digits(2)
    let millisecond = take(UInt8(ascii: ".")) ? try digits(3) : 0
    try endField()
    return try Self.milliseconds(hour, minute, second, millisecond, column: column)
  }

  private mutating func expect(_ byte: UInt8) throws(RowFault) {
    guard take(byte) else { throw fault(.malformedTime) }
  }

  private static func milliseconds(
    _ hour: Int, _ minute: Int, _ second: Int, _ millisecond: Int, column: Int
  ) throws(RowFault) -> Int64 {
    guard hour < 24, minute < 60, second < 60 else { throw RowFault(problem: .malformedTime, column: column) }
    return Int64(((hour * 60 + minute) * 60 + second) * 1000 + millisecond)
  }

  private func reading(
    _ year: Int, _ month: Int, _ day: Int, time: Int64, column: Int
  ) throws(RowFault) -> CivilReading {
    guard year >= 1, (1...12).contains(month), (1...CivilTime.length(ofMonth: month, year: year)).contains(day) else {
      throw RowFault(problem: .malformedTime, column: column)
    }
    let days = CivilTime.days(year: year, month: month, day: day)
    return CivilReading(local: Int64(days) * CivilTime.day + time, year: year)
  }
}
