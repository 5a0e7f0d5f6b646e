internal import RealModule

/// A mixture of exponential supermartingales: evidence in the sum S of centred observations with intrinsic time V.
///
/// S. R. Howard, A. Ramdas, J. McAuliffe and J. Sekhon, "Time-uniform, nonparametric, nonasymptotic confidence
/// sequences", Annals of Statistics 49, 2021: where exp(λS − ψ(λ)V) is a supermartingale for every λ, so is its average
/// over λ; the sum never crosses `bound` with chance 1 − α.
package protocol ConjugateMixture: Sendable {
  /// ln m(S, V), the logarithm of the mixture; zero on average or less under the null.
  func logEValue(sum: Double, intrinsicTime: Double) -> Double

  /// The largest sum that is possible at this intrinsic time; infinite where there is none.
  func largestSum(intrinsicTime: Double) -> Double
}

extension ConjugateMixture {
  package func largestSum(intrinsicTime: Double) -> Double { .infinity }

  /// The sum at which the evidence reaches 1/α.
  package func bound(intrinsicTime: Double, alpha: Double) -> Double {
    precondition(alpha > 0 && alpha < 1, "an error rate lies between 0 and 1")
    precondition(intrinsicTime > 0, "intrinsic time is positive")
    let threshold = -Double.log(alpha)
    func excess(_ sum: Double) -> Double { logEValue(sum: sum, intrinsicTime: intrinsicTime) - threshold }
    var high = largestSum(intrinsicTime: intrinsicTime)
    if high < .infinity {
      if excess(high) < 0 { return high }
    } else {
      high = intrinsicTime
      while excess(high) < 0 { high *= 2 }
    }
    return RootFinding.increasing(from: 0, to: high, excess)
  }
}
