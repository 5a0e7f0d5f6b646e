internal import RealModule
package import Statistics

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
