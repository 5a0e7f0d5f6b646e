internal import RealModule
import Statistics

/// The sub-Gaussian mixture: λ is normal with variance 1/ρ, or half-normal for evidence on one side only.
///
/// Howard et al. 2021: two-sided equation (14), one-sided proposition 6. The mixture is narrowest about
/// `bestTime`, in intrinsic time, for error rate `bestAlpha`.
package struct NormalMixture: ConjugateMixture, Hashable, Codable {
  package enum Sides: String, Sendable, Hashable, Codable {
    case upper, both
  }

  package let sides: Sides
  /// ρ, in intrinsic time.
  package let precision: Double

  package init(sides: Sides, bestTime: Double, bestAlpha: Double) {
    self.sides = sides
    precision = Self.precision(sides: sides, bestTime: bestTime, bestAlpha: bestAlpha)
  }

  /// ρ = v / (−2 ln α + ln(1 − 2 ln α)), with 2α in place of α for one side.
  package static func precision(sides: Sides, bestTime: Double, bestAlpha: Double) -> Double {
    precondition(bestTime > 0, "intrinsic time is positive")
    precondition(bestAlpha > 0 && bestAlpha < 0.5, "an error rate lies between 0 and one half")
    let surprise = -2 * Double.log(sides == .both ? bestAlpha : 2 * bestAlpha)
    return bestTime / (surprise + Double.log(1 + surprise))
  }

  package func logEValue(sum: Double, intrinsicTime: Double) -> Double {
    let spread = intrinsicTime + precision
    let twoSided = 0.5 * Double.log(precision / spread) + sum * sum / (2 * spread)
    switch sides {
    case .both: return twoSided
    case .upper: return twoSided + Double.log(2) + NormalDistribution.logCDF(sum / spread.squareRoot())
    }
  }

  /// The sum at which the evidence reaches 1/α; in closed form for both sides.
  package func bound(intrinsicTime: Double, alpha: Double) -> Double {
    switch sides {
    case .both:
      let spread = intrinsicTime + precision
      return (spread * (Double.log(onePlus: intrinsicTime / precision) - 2 * Double.log(alpha))).squareRoot()
    case .upper:
      return OneSided(mixture: self).bound(intrinsicTime: intrinsicTime, alpha: alpha)
    }
  }

  /// Lends the evidence to the general search for a bound.
  private struct OneSided: ConjugateMixture {
    let mixture: NormalMixture

    func logEValue(sum: Double, intrinsicTime: Double) -> Double {
      mixture.logEValue(sum: sum, intrinsicTime: intrinsicTime)
    }
  }
}
