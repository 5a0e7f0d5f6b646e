import RealModule

/// Which departures from no effect a test looks for.
package enum Alternative: Sendable, Hashable, Codable {
  case twoSided
  /// Only an effect above zero counts.
  case greater
}

/// How the observations of a comparison are taken.
package enum ComparisonDesign: Sendable, Hashable, Codable {
  /// Each observation belongs to one of two arms of equal size; `n` counts those of one arm and the effect is in
  /// standard deviations of an observation.
  case twoArms
  /// Both arms are seen on every observation; `n` counts pairs and the effect is in standard deviations of a difference.
  case paired
}

/// The chance that a test of fixed size finds an effect that is there.
package struct Power: Sendable, Hashable {
  package var design: ComparisonDesign
  package var alternative: Alternative
  /// Level of the test.
  package var alpha: Double

  package init(design: ComparisonDesign, alternative: Alternative = .twoSided, alpha: Double = 0.05) {
    precondition(alpha > 0 && alpha < 1, "a level lies between 0 and 1")
    self.design = design
    self.alternative = alternative
    self.alpha = alpha
  }

  /// With the standard deviation known: both tails of the normal law are counted for a two-sided test.
  package func normal(effect: Double, n: Double) -> Double {
    let shift = self.shift(effect: effect, n: n)
    switch alternative {
    case .greater:
      return NormalDistribution.cdf(shift - NormalDistribution.quantile(1 - alpha))
    case .twoSided:
      let critical = NormalDistribution.quantile(1 - 0.5 * alpha)
      return NormalDistribution.cdf(shift - critical) + NormalDistribution.cdf(-critical - shift)
    }
  }

  /// Mean of the test statistic under the effect.
  package func shift(effect: Double, n: Double) -> Double {
    effect * (design == .twoArms ? n / 2 : n).squareRoot()
  }
}

/// How many observations a comparison needs. Results are fractional: round up.
package enum SampleSize {
  /// Pairs for a mean difference of at least `difference` with standard deviation `deviation`, in the same units:
  /// n = (z₁₋α + z_power)² σ² / δ², halving α when two-sided.
  package static func pairs(difference: Double, deviation: Double, power: Double = 0.8, test: Power) -> Double? {
    let paired = Power(design: .paired, alternative: test.alternative, alpha: test.alpha)
    return approximate(effect: difference / deviation, power: power, test: paired)
  }

  /// Standard deviation of a paired difference of two arms with the same deviation: σ √(2 (1 − ρ)).
  package static func pairedDeviation(deviation: Double, correlation: Double) -> Double {
    deviation * (2 * max(0, 1 - correlation)).squareRoot()
  }

  /// The closed form, which neglects the far tail.
  package static func approximate(effect: Double, power: Double, test: Power) -> Double? {
    precondition(power > test.alpha && power < 1, "power lies between the level and one")
    guard effect.isFinite, test.alternative == .greater ? effect > 0 : effect != 0 else { return nil }
    let tail = test.alternative == .greater ? test.alpha : 0.5 * test.alpha
    let sum = NormalDistribution.quantile(1 - tail) + NormalDistribution.quantile(power)
    let pairs = sum * sum / (effect * effect)
    return test.design == .twoArms ? 2 * pairs : pairs
  }
}
