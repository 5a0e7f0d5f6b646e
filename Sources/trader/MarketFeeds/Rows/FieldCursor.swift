/// Walks over the fields of one line and reads numbers straight from its bytes.
///
/// Every reading function ends behind the separator that follows its field, or at the end of the line.
struct FieldCursor {
  /// Points; half of what a price can hold, so that a spread can be added to it.
  private static let highestPrice: Int64 = 1_000_000_000

  private let line: UnsafeBufferPointer<UInt8>
  private let separator: UInt8
  private var at = 0
  /// Whether the line ended, so that there is no further field, not even an empty one.
  private(set) var isAtEnd: Bool

  init(_ line: UnsafeBufferPointer<UInt8>, separator: UInt8) {
    self.line = line
    self.separator = separator
    isAtEnd = line.isEmpty
  }

  /// The byte column, from 1, of the next byte.
  var column: Int { at + 1 }

  func fault(_ problem: RowProblem, at column: Int? = nil) -> RowFault {
    RowFault(problem: problem, column: column ?? self.column)
  }

  /// Whether the next field exists and is empty; if so it is stepped over.
  mutating func skipEmpty() -> Bool {
    guard !isAtEnd, at == line.count || line[at] == separator else { return false }
    step()
    return true
  }

  /// Steps over the next field, whatever it holds.
  mutating func skip() throws(RowFault) {
    guard !isAtEnd else { throw fault(.tooFewFields) }
    while at < line.count, line[at] != separator { at += 1 }
    step()
  }

  /// Whether the next field, which is stepped over, is a zero such as `0` or `0.00`.
  mutating func skipZero() throws(RowFault) -> Bool {
    let first = at
    try skip()
    let field = line[first...].prefix { $0 != separator }
    return !field.isEmpty && field.allSatisfy { $0 == UInt8(ascii: "0") || $0 == UInt8(ascii: ".") }
  }

  /// A positive decimal number as a whole number of points, `digits` decimal places each.
  ///
  /// Further decimals must be zeros. No exponent, no thousands separator, no leading plus.
  mutating func price(digits: Int) throws(RowFault) -> Int32 {
    guard !isAtEnd else { throw fault(.tooFewFields) }
    let first = at
    var value: Int64 = 0
    var decimals = -1
    while at < line.count, line[at] != separator {
      let byte = line[at]
      let digit = byte &- UInt8(ascii: "0")
      if digit < 10 {
        if decimals == digits {
          guard digit == 0 else { throw fault(.tooManyDecimals) }
        } else {
          value = value &* 10 &+ Int64(digit)
          guard value <= Self.highestPrice else { throw fault(.priceOutOfRange, at: first + 1) }
          if decimals >= 0 { decimals += 1 }
        }
      } else if byte == UInt8(ascii: "."), decimals < 0, at > first {
        decimals = 0
      } else {
        throw fault(notANumber(from: first), at: first + 1)
      }
      at += 1
    }
    guard at > first else { throw fault(.notANumber) }
    for _ in max(decimals, 0)..<digits {
      value *= 10
      guard value <= Self.highestPrice else { throw fault(.priceOutOfRange, at: first + 1) }
    }
    guard value > 0 else { throw fault(.priceOutOfRange, at: first + 1) }
    step()
    return Int32(value)
  }

  /// A whole number of milliseconds.
  mutating func milliseconds() throws(RowFault) -> Int64 {
    guard !isAtEnd else { throw fault(.tooFewFields) }
    let first = at
    var value: Int64 = 0
    while at < line.count, line[at] != separator {
      let digit = line[at] &- UInt8(ascii: "0")
      guard digit < 10, at - first < 18 else { throw fault(.malformedTime, at: first + 1) }
      value = value &* 10 &+ Int64(digit)
      at += 1
    }
    guard at > first else { throw fault(.malformedTime) }
    step()
    return value
  }

  /// A whole number of exactly `count` digits inside a field.
  mutating func digits(_ count: Int) throws(RowFault) -> Int {
    var value = 0
    for _ in 0..<count {
      guard at < line.count else { throw fault(.malformedTime) }
      let digit = line[at] &- UInt8(ascii: "0")
      guard digit < 10 else { throw fault(.malformedTime) }
      value = value * 10 + Int(digit)
      at += 1
    }
    return value
  }

  /// Steps over this byte where it is the next one.
  mutating func take(_ byte: UInt8) -> Bool {
    guard at < line.count, line[at] == byte else { return false }
    at += 1
    return true
  }

  /// Steps over the separator that must come next, or past the end of the line.
  mutating func endField() throws(RowFault) {
    guard at == line.count || line[at] == separator else { throw fault(.malformedTime) }
    step()
  }

  /// Asserts that no further field follows.
  func end() throws(RowFault) {
    guard isAtEnd else { throw fault(.tooManyFields) }
  }

  private mutating func step() {
    if at < line.count {
      at += 1
    } else {
      isAtEnd = true
    }
  }

  /// Why the field that begins at `first` is not a price.
  private func notANumber(from first: Int) -> RowProblem {
    var field = line[first...].prefix { $0 != separator }
    let sign = field.first
    if sign == UInt8(ascii: "-") || sign == UInt8(ascii: "+") { field = field.dropFirst() }
    let word = String(decoding: field, as: UTF8.self).lowercased()
    if word == "nan" || word == "inf" || word == "infinity" { return .notFinite }
    let isNumber = !field.isEmpty && field.allSatisfy { $0 == UInt8(ascii: ".") || $0 &- UInt8(ascii: "0") < 10 }
    return sign == UInt8(ascii: "-") && isNumber ? .negative : .notANumber
  }
}
