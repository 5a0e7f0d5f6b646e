import RealModule

/// How many observations a comparison needs. Results are fractional: round up.
package enum SampleSize {
  /// n with the given power when the standard deviation is known; nil for an effect of the wrong sign or none.
  package static func normal(effect: Double, power: Double = 0.8, test: Power) -> Double? {
    guard let start = approximate(effect: effect, power: power, test: test) else { return nil }
    return solve(from: start, power: power, smallest: 1e-6) { test.normal(effect: effect, n: $0) }
  }

  /// n with the given power for the t test; never below two.
  package static func studentT(effect: Double, power: Double = 0.8, test: Power) -> Double? {
    guard let start = approximate(effect: effect, power: power, test: test) else { return nil }
    return solve(from: max(start, 2), power: power, smallest: 2) { test.studentT(effect: effect, n: $0) }
  }

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

  /// The distance between two proportions in standard deviations, 2 asin √p₁ − 2 asin √p₂ (Cohen's h).
  package static func proportionEffect(_ first: Double, _ second: Double) -> Double {
    2 * (Double.asin(first.squareRoot()) - Double.asin(second.squareRoot()))
  }

  /// The closed form, which neglects the far tail.
  private static func approximate(effect: Double, power: Double, test: Power) -> Double? {
    precondition(power > test.alpha && power < 1, "power lies between the level and one")
    guard effect.isFinite, test.alternative == .greater ? effect > 0 : effect != 0 else { return nil }
    let tail = test.alternative == .greater ? test.alpha : 0.5 * test.alpha
    let sum = NormalDistribution.quantile(1 - tail) + NormalDistribution.quantile(power)
    let pairs = sum * sum / (effect * effect)
    return test.design == .twoArms ? 2 * pairs : pairs
  }

  /// The root of an increasing function by bisection inside a doubled bracket, sped up by secants.
  private static func solve(
    from start: Double, power: Double, smallest: Double, _ powerAt: (Double) -> Double
  ) -> Double {
    var low = max(smallest, 0.5 * start)
    while low > smallest && powerAt(low) > power { low = max(smallest, 0.5 * low) }
    if powerAt(low) >= power { return low }
    var high = max(2 * low, 1.5 * start)
    while powerAt(high) < power { high *= 2 }
    return RootFinding.increasing(from: low, to: high) { powerAt($0) - power }
  }
}
