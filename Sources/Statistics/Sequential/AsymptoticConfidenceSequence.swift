internal import RealModule

/// Bounds on a mean that may be looked at after every observation without paying for the looks.
///
/// The one-sided bounds and the two-sided interval each hold at error rate `alpha` on their own; use one of them for a
/// decision. Asymptotic: with skewed data trust it only from some 15 observations (blocks) on, and pair it with a
/// `BettingEProcess`, which needs no such trust. All bounds are nil, that is unknown, below two observations, while
/// every observation was equal (no spread, hence no scale) and after a value that was not finite.
/// O(1) time and memory an observation.
package struct AsymptoticConfidenceSequence: Sendable, Hashable, Codable {
  package let boundary: AsymptoticBoundary
  package private(set) var moments = RunningMoments()

  /// - Parameters:
  ///   - alpha: error rate over the whole sequence, in (0, 0.5).
  ///   - plannedObservations: N*, where the bounds are tightest.
  package init(alpha: Double, plannedObservations: Int) {
    boundary = AsymptoticBoundary(alpha: alpha, plannedObservations: plannedObservations)
  }

  package mutating func observe(_ value: Double) {
    moments.observe(value)
  }

  package var count: Int { moments.count }

  /// Nil before the first observation.
  package var mean: Double? { moments.isVoid || moments.count == 0 ? nil : moments.mean }

  /// True once a value was not finite: nothing is concluded from this sequence any more.
  package var isVoid: Bool { moments.isVoid }

  /// The one-sided lower bound on the mean at error rate `alpha`.
  package var lowerBound: Double? {
    spread.map { moments.mean - boundary.oneSidedHalfWidth(variance: $0, count: count) }
  }

  /// The one-sided upper bound on the mean at error rate `alpha`.
  package var upperBound: Double? {
    spread.map { moments.mean + boundary.oneSidedHalfWidth(variance: $0, count: count) }
  }

  /// The two-sided interval for the mean at error rate `alpha`.
  package var interval: ClosedRange<Double>? {
    spread.map {
      let halfWidth = boundary.twoSidedHalfWidth(variance: $0, count: count)
      return (moments.mean - halfWidth)...(moments.mean + halfWidth)
    }
  }

  /// The logarithm of the asymptotic e-value against "the mean is zero".
  package var logEValue: Double? {
    spread.map { boundary.logEValue(sum: moments.mean * Double(count), variance: $0, count: count) }
  }

  /// The always-valid p-value against "the mean is zero" at this moment, at most 1.
  package var pValue: Double? {
    logEValue.map { min(1, Double.exp(-$0)) }
  }

  private var spread: Double? {
    moments.variance.flatMap { $0 > 0 ? $0 : nil }
  }
}
