/// Count, mean and spread of a stream in one pass.
///
/// Welford's update: no sum of squares is kept, so a mean that is large beside the spread loses no digits.
/// B. P. Welford, "Note on a method for calculating corrected sums of squares and products", Technometrics 4, 1962.
/// A value that is not finite makes every later moment unknown rather than wrong.
package struct RunningMoments: Sendable, Hashable, Codable {
  package private(set) var count = 0
  /// Zero while nothing has been observed.
  package private(set) var mean = 0.0
  package private(set) var sumOfSquaredDeviations = 0.0
  /// True once a value was not finite.
  package private(set) var isVoid = false

  package init() {}

  package mutating func observe(_ value: Double) {
    guard !isVoid else { return }
    let deviation = value - mean
    let nextMean = mean + deviation / Double(count + 1)
    let nextSum = sumOfSquaredDeviations + deviation * (value - nextMean)
    guard nextMean.isFinite, nextSum.isFinite else {
      isVoid = true
      return
    }
    count += 1
    mean = nextMean
    sumOfSquaredDeviations = nextSum
  }

  /// The unbiased variance (divisor count − 1); nil below two observations or when void.
  package var variance: Double? {
    guard !isVoid, count >= 2 else { return nil }
    return sumOfSquaredDeviations / Double(count - 1)
  }
}
