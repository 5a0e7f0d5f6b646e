/// The chi-square distribution.
package enum ChiSquare {
  /// P(X > x) for `degreesOfFreedom` > 0.
  package static func survival(_ x: Double, degreesOfFreedom: Double) -> Double {
    IncompleteGamma.upper(a: 0.5 * degreesOfFreedom, x: 0.5 * x)
  }

  /// P(X ≤ x).
  package static func cdf(_ x: Double, degreesOfFreedom: Double) -> Double {
    IncompleteGamma.lower(a: 0.5 * degreesOfFreedom, x: 0.5 * x)
  }
}
