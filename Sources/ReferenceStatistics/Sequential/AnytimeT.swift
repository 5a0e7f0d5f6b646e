internal import RealModule
package import Statistics

/// A t-test of "the mean is zero" that stays valid when it is looked at after every observation.
///
/// Lindon, Ham, Tingley and Bojinov, "Anytime-valid linear models and regression adjusted causal inference in
/// randomized experiments", arXiv:2210.08589, with the paper's degrees of freedom ν = n − 1 for one sample. (A public
/// implementation loses one more; a p-value above 1 is clipped here.) `phi` is the precision of the mixture over
/// effect sizes: (σ/δ)², about one eighth of the planned count; the larger it is, the smaller the effect aimed at.
/// Assumes near-normal data; O(1) time and memory an observation.
package struct AnytimeT: Sendable, Hashable, Codable {
  package let phi: Double
  package private(set) var moments = RunningMoments()
  private var largestLogBayesFactor = 0.0

  package init(phi: Double) {
    precondition(phi > 0 && phi.isFinite, "the mixture precision is positive")
    self.phi = phi
  }

  package mutating func observe(_ value: Double) {
    moments.observe(value)
    largestLogBayesFactor = max(largestLogBayesFactor, logBayesFactor ?? 0)
  }

  package var count: Int { moments.count }

  /// The t statistic; nil below two observations, without spread, or after a value that was not finite.
  package var statistic: Double? {
    standardError.map { moments.mean / $0 }
  }

  /// The logarithm of the Bayes factor against mean zero; evidence rejects at α once it reaches ln(1/α).
  package var logBayesFactor: Double? {
    statistic.map {
      Self.logBayesFactor(tSquared: $0 * $0, degreesOfFreedom: Double(count - 1), phi: phi, information: Double(count))
    }
  }

  /// The smallest p-value so far, at most 1: valid at every time because the evidence is a martingale.
  package var pValue: Double { Double.exp(-largestLogBayesFactor) }

  package func rejects(at alpha: Double) -> Bool {
    precondition(alpha > 0 && alpha < 1, "an error rate lies between 0 and 1")
    return !moments.isVoid && largestLogBayesFactor >= -Double.log(alpha)
  }

  /// The means that the evidence at this moment does not reject; nil while it can reject none at all.
  package func interval(alpha: Double) -> ClosedRange<Double>? {
    guard let standardError,
      let critical = Self.criticalStatistic(
        alpha: alpha, degreesOfFreedom: Double(count - 1), phi: phi, information: Double(count))
    else { return nil }
    return (moments.mean - critical * standardError)...(moments.mean + critical * standardError)
  }

  /// ½ ln r + ½(ν + 1)[ln(1 + t²/ν) − ln(1 + r t²/ν)] with r = φ / (φ + information).
  ///
  /// - Parameter information: the squared length of the coefficient's column after all others are regressed out:
  ///   n for a mean, n₁n₀/n for a difference of two arms.
  package static func logBayesFactor(
    tSquared: Double, degreesOfFreedom: Double, phi: Double, information: Double
  ) -> Double {
    precondition(degreesOfFreedom > 0, "a t statistic has at least one degree of freedom")
    let shrinkage = phi / (phi + information)
    let gain = Double.log(onePlus: tSquared / degreesOfFreedom)
    let price = Double.log(onePlus: shrinkage * tSquared / degreesOfFreedom)
    return 0.5 * Double.log(shrinkage) + 0.5 * (degreesOfFreedom + 1) * (gain - price)
  }

  /// The |t| at which the Bayes factor reaches 1/α; nil where no t, however large, reaches it.
  package static func criticalStatistic(
    alpha: Double, degreesOfFreedom: Double, phi: Double, information: Double
  ) -> Double? {
    precondition(alpha > 0 && alpha < 1, "an error rate lies between 0 and 1")
    precondition(degreesOfFreedom > 0, "a t statistic has at least one degree of freedom")
    let shrinkage = phi / (phi + information)
    let ratio = Double.exp((-2 * Double.log(alpha) - Double.log(shrinkage)) / (degreesOfFreedom + 1))
    guard shrinkage * ratio < 1 else { return nil }
    return (degreesOfFreedom * (ratio - 1) / (1 - shrinkage * ratio)).squareRoot()
  }

  private var standardError: Double? {
    guard let variance = moments.variance, variance > 0 else { return nil }
    return (variance / Double(count)).squareRoot()
  }
}
