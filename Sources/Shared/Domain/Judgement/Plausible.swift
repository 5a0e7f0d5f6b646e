/// What a number from outside can mean at all, far beyond what any rule of a symbol allows.
///
/// A number within these ranges may be negated, added to its like and multiplied by a few others without leaving 64 bits,
/// so that the cores, which keep the narrower rules and name them in their refusals, need not fear it.
package enum Plausible {
  /// Tenths of a pip, hundredths of a lot, positions: a hundred thousand pips, ten thousand lots, a million positions.
  package static let quanta: ClosedRange<Int64> = -1_000_000...1_000_000
  /// The number of a change, an experiment, a version, a turn, an epoch: a million a second for thirty years.
  package static let number: ClosedRange<Int64> = 0...1_000_000_000_000_000
  /// How urgent an experiment is.
  package static let priority: ClosedRange<Int64> = -1_000_000...1_000_000
  /// Candidates of one experiment.
  package static let candidates: ClosedRange<Int64> = 0...48
  /// Milliseconds since 1970 UTC, or of open market: three thousand years either way.
  package static let milliseconds: ClosedRange<Int64> = -100_000_000_000_000...100_000_000_000_000
  /// Millionths of a currency's unit: a hundred thousand million units.
  package static let micros: ClosedRange<Int64> = -100_000_000_000_000_000...100_000_000_000_000_000
  /// Points of a price. Two prices, or a price and a distance, add up within 32 bits.
  package static let points: ClosedRange<Int64> = -1_000_000_000...1_000_000_000
  /// A number that is not whole.
  package static let figure: ClosedRange<Double> = -1e15...1e15
}

extension FixedWidthInteger {
  /// The nearest whole number of this type, rounded toward zero; 0 for what is not a number.
  package init(saturating number: Double) {
    if let exact = Self(exactly: number.rounded(.towardZero)) {
      self = exact
    } else if number.isNaN {
      self = 0
    } else {
      self = number < 0 ? .min : .max
    }
  }
}
