/// What is wrong with a row.
package enum RowProblem: String, CaseIterable, Hashable, Sendable, Codable, CodingKeyRepresentable {
  case tooFewFields
  case tooManyFields
  case notANumber
  /// NaN or infinity.
  case notFinite
  case negative
  /// Zero, or too large to be a price.
  case priceOutOfRange
  /// Finer than the profile's point.
  case tooManyDecimals
  case malformedTime
  /// Before 1990 or after 2100: most often seconds or microseconds where milliseconds belong.
  case timeOutOfRange
  /// A bar that does not open at a whole multiple of its length.
  case misalignedTime
  /// A bar with the time of the bar before.
  case repeatedTime
  case decreasingTime
  /// The ask lies below the bid.
  case crossed
  /// The ask lies more than a tenth above the bid.
  case absurdSpread
  /// A high that is not the highest or a low that is not the lowest of its bar.
  case inconsistentBar
  /// The first price of the file is none that the symbol has ever had.
  case otherSymbol
  /// Less than half or more than twice the price before.
  case absurdJump
  /// A time on the day on which the source's clock changed, when it is not known which clock was shown.
  case ambiguousClock
  /// A tick that changes one side before the other has ever been seen.
  case incompleteTick
  /// A bar without any trade, as some exports fill closed hours with.
  case noVolume
}

/// A problem and the byte column, from 1, at which it was noticed.
struct RowFault: Error, Hashable {
  var problem: RowProblem
  var column: Int
}

/// How many rows of a source were refused, by reason.
package struct RefusedRows: Hashable, Sendable, Codable {
  package private(set) var counts: [RowProblem: Int] = [:]

  package init() {}

  package var total: Int { counts.values.reduce(0, +) }

  mutating func add(_ problem: RowProblem, count: Int = 1) {
    counts[problem, default: 0] += count
  }
}
