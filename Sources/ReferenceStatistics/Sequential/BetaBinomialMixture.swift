internal import RealModule
import Statistics

/// The sub-Bernoulli mixture for centred observations in [−g, h], sharpest for two-point data.
///
/// Howard et al. 2021, propositions 7 and 8. Intrinsic time is g·h for each observation.
package struct BetaBinomialMixture: ConjugateMixture, Hashable, Codable {
  package let sides: NormalMixture.Sides
  /// g, how far an observation may lie below its mean.
  package let below: Double
  /// h, how far an observation may lie above its mean.
  package let above: Double
  private let precision: Double
  private let normaliser: Double

  package init(
    sides: NormalMixture.Sides, below: Double, above: Double, bestTime: Double, bestAlpha: Double
  ) {
    precondition(below > 0 && above > 0, "an observation may lie on either side of its mean")
    self.sides = sides
    self.below = below
    self.above = above
    let product = below * above
    let wanted = NormalMixture.precision(sides: sides, bestTime: bestTime, bestAlpha: bestAlpha)
    precision = max(wanted - product, 1e-3 * product)
    let width = below + above
    normaliser = Self.logIncompleteBeta(
      precision / (below * width), precision / (above * width), upTo: sides == .upper ? above / width : 1)
  }

  package func largestSum(intrinsicTime: Double) -> Double { intrinsicTime / below }

  package func logEValue(sum: Double, intrinsicTime: Double) -> Double {
    let width = below + above
    let upper = intrinsicTime + above * sum
    let lower = intrinsicTime - below * sum
    let mixture = Self.logIncompleteBeta(
      (precision + lower) / (below * width), (precision + upper) / (above * width),
      upTo: sides == .upper ? above / width : 1)
    return intrinsicTime / (below * above) * Double.log(width)
      - upper / (above * width) * Double.log(below) - lower / (below * width) * Double.log(above)
      + mixture - normaliser
  }

  private static func logIncompleteBeta(_ a: Double, _ b: Double, upTo x: Double) -> Double {
    let whole = LogGamma.beta(a, b)
    return x == 1 ? whole : whole + IncompleteBeta.logRegularized(x, a: a, b: b)
  }
}
