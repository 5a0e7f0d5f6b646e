import Statistics

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
