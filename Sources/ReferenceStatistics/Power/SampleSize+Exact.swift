internal import RealModule
package import Statistics

extension Power {
  /// With the standard deviation estimated from the same data: Student's t, noncentral under the effect.
  /// Needs more than one pair, or more than one observation an arm.
  package func studentT(effect: Double, n: Double) -> Double {
    precondition(n > 1, "a variance needs more than one observation")
    let degrees = design == .twoArms ? 2 * n - 2 : n - 1
    let shift = self.shift(effect: effect, n: n)
    // Beyond this the noncentral series underflows; the normal law is then right to all digits that matter.
    if abs(shift) > 35 { return normal(effect: effect, n: n) }
    let central = StudentT(degreesOfFreedom: degrees)
    let shifted = NoncentralT(degreesOfFreedom: degrees, noncentrality: shift)
    switch alternative {
    case .greater:
      return shifted.survival(-central.quantile(alpha))
    case .twoSided:
      let critical = -central.quantile(0.5 * alpha)
      return shifted.survival(critical) + shifted.cdf(-critical)
    }
  }
}

extension SampleSize {
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

  /// The distance between two proportions in standard deviations, 2 asin √p₁ − 2 asin √p₂ (Cohen's h).
  package static func proportionEffect(_ first: Double, _ second: Double) -> Double {
    2 * (Double.asin(first.squareRoot()) - Double.asin(second.squareRoot()))
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
