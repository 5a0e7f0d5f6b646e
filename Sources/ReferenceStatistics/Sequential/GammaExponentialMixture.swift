internal import RealModule

/// The sub-exponential mixture with scale c, for sums whose upper tail is heavier than a normal one.
///
/// Howard et al. 2021, proposition 9: 1/c − λ is gamma-distributed. With observations in [0, 1] and V the sum of squared
/// deviations from any predictable guess, c = 1 gives the empirical Bernstein sequence (their theorem 4).
package struct GammaExponentialMixture: ConjugateMixture, Hashable, Codable {
  /// ρ, in intrinsic time.
  package let precision: Double
  package let scale: Double
  private let constant: Double

  package init(scale: Double, bestTime: Double, bestAlpha: Double) {
    precondition(scale > 0, "a scale is positive")
    self.scale = scale
    precision = NormalMixture.precision(sides: .upper, bestTime: bestTime, bestAlpha: bestAlpha)
    let shape = precision / (scale * scale)
    constant = shape * Double.log(shape) - LogGamma.gamma(shape) - IncompleteGamma.logLower(a: shape, x: shape)
  }

  package func logEValue(sum: Double, intrinsicTime: Double) -> Double {
    let square = scale * scale
    let shape = (intrinsicTime + precision) / square
    let exponent = (scale * sum + intrinsicTime) / square
    let argument = exponent + precision / square
    return constant + LogGamma.gamma(shape) + IncompleteGamma.logLower(a: shape, x: argument)
      - shape * Double.log(argument) + exponent
  }
}
