import RealModule

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
