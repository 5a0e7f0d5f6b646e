internal import RealModule

/// Half widths of asymptotic confidence sequences: how far a running mean may stray at any time at all.
///
/// Waudby-Smith, Arbour, Sinha, Kennedy and Ramdas, "Time-uniform central limit theory and asymptotic confidence
/// sequences", arXiv:2103.06476v7: two-sided equation (9), one-sided equation (134). The tuning constant makes the
/// sequence tightest near `plannedObservations`; it is valid at every other count too.
package struct AsymptoticBoundary: Sendable, Hashable, Codable {
  /// The chance, over the whole infinite sequence, that the truth is ever excluded; in (0, 0.5).
  package let alpha: Double
  /// The count at which the sequence is tightest, N*.
  package let plannedObservations: Int

  package init(alpha: Double, plannedObservations: Int) {
    precondition(alpha > 0 && alpha < 0.5, "an error rate lies between 0 and one half")
    precondition(plannedObservations > 0, "a plan has at least one observation")
    self.alpha = alpha
    self.plannedObservations = plannedObservations
  }

  /// ρ² of the two-sided boundary, optimised for N* observations.
  package var twoSidedRhoSquared: Double { rhoSquared(at: alpha) }

  /// ρ² of a one-sided boundary: the two-sided constant at twice the error rate.
  package var oneSidedRhoSquared: Double { rhoSquared(at: 2 * alpha) }

  /// Equation (9): the distance from the mean of `count` observations to either bound.
  package func twoSidedHalfWidth(variance: Double, count: Int) -> Double {
    let rhoSquared = twoSidedRhoSquared
    let inflation = Double(count) * rhoSquared + 1
    return scale(variance, count, rhoSquared) * Double.log(inflation.squareRoot() / alpha).squareRoot()
  }

  /// Equation (134): the distance from the mean of `count` observations to the only bound.
  package func oneSidedHalfWidth(variance: Double, count: Int) -> Double {
    let rhoSquared = oneSidedRhoSquared
    let inflation = Double(count) * rhoSquared + 1
    return scale(variance, count, rhoSquared)
      * Double.log(onePlus: inflation.squareRoot() / (2 * alpha)).squareRoot()
  }

  /// The logarithm of the asymptotic e-value against mean zero whose inversion is the two-sided sequence.
  ///
  /// With S the sum of the observations: ρ²S² / (2 s² (nρ² + 1)) − ½ ln(nρ² + 1).
  package func logEValue(sum: Double, variance: Double, count: Int) -> Double {
    let rhoSquared = twoSidedRhoSquared
    let inflation = Double(count) * rhoSquared + 1
    return rhoSquared * sum * sum / (2 * variance * inflation) - 0.5 * Double.log(inflation)
  }

  private func rhoSquared(at alpha: Double) -> Double {
    let surprise = -2 * Double.log(alpha)
    return (surprise + Double.log(1 + surprise)) / Double(plannedObservations)
  }

  private func scale(_ variance: Double, _ count: Int, _ rhoSquared: Double) -> Double {
    precondition(variance >= 0 && count > 0, "a half width needs a variance and at least one observation")
    let count = Double(count)
    return (variance * 2 * (count * rhoSquared + 1) / (count * count * rhoSquared)).squareRoot()
  }
}
