import Domain
import Foundation

extension MarketTime {
  /// `2022-03-04 05:06:07 UTC`
  var text: String { Self.text(ofUTC: utc) }

  static func text(ofUTC milliseconds: Int64) -> String {
    let date = Date(timeIntervalSince1970: Double(milliseconds) / 1000)
    let style = Date.ISO8601FormatStyle(dateTimeSeparator: .space, timeZone: .gmt)
      .year().month().day().time(includingFractionalSeconds: false)
    return date.formatted(style) + " UTC"
  }

  /// `2022-03-04`, by the number of the UTC day since 1970.
  static func date(ofDay day: Int64) -> String { String(text(ofUTC: day * Self.day).prefix(10)) }
}

extension Figure {
  /// The number with `places` decimals, or the word for what it is instead.
  func text(_ places: Int = 2) -> String {
    switch self {
    case .value(let number): number.formatted(places)
    case .undefined: "undefined"
    case .unknown: "unknown"
    }
  }
}

extension Double {
  func formatted(_ places: Int) -> String {
    String(format: "%.\(places)f", self)
  }

  /// A share of one in per cent, with one decimal.
  var percent: String { "\((100 * self).formatted(1)) %" }
}

extension Double? {
  /// The number with so many decimals; `nil` is undefined.
  func text(_ places: Int) -> String { map { $0.formatted(places) } ?? "undefined" }

  var percent: String { map(\.percent) ?? "undefined" }
}

extension Money {
  /// Two decimals, in the quote currency.
  var text: String { value.formatted(2) }
}

/// The first of many words, and how many more there are.
func listText(_ words: [String], most: Int) -> String {
  words.prefix(most).joined(separator: ", ") + (words.count > most ? " and \(words.count - most) more" : "")
}

/// A duration in words, from milliseconds: `42 min`, `3 h 10 min`.
func durationText(_ milliseconds: Int64) -> String {
  let minutes = max(0, (milliseconds + 59_999) / 60_000)
  return minutes < 60 ? "\(minutes) min" : "\(minutes / 60) h \(minutes % 60) min"
}
