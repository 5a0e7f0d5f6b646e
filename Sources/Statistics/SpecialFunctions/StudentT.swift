import RealModule

/// Student's t distribution with any positive number of degrees of freedom.
package struct StudentT: Sendable, Hashable {
  package var degreesOfFreedom: Double

  package init(degreesOfFreedom: Double) {
    precondition(degreesOfFreedom > 0, "degrees of freedom are positive")
    self.degreesOfFreedom = degreesOfFreedom
  }

  /// P(T ≤ t), relative accuracy kept in the lower tail.
  package func cdf(_ t: Double) -> Double {
    t <= 0 ? halfTail(t) : 1 - halfTail(t)
  }

  /// P(T > t), relative accuracy kept in the upper tail.
  package func survival(_ t: Double) -> Double {
    cdf(-t)
  }

  /// P(|T| ≥ |t|).
  package func twoSided(_ t: Double) -> Double {
    2 * halfTail(t)
  }

  /// The t with P(T ≤ t) = p.
  package func quantile(_ p: Double) -> Double {
    precondition(p >= 0 && p <= 1, "a probability lies in [0, 1]")
    if p == 0.5 { return 0 }
    let tail = min(p, 1 - p)
    if tail == 0 { return p == 0 ? -.infinity : .infinity }
    // 2·tail = I_x(ν/2, ½) with x = ν / (ν + t²), so t² = ν (1 − x) / x.
    let point = IncompleteBeta.point(probability: 2 * tail, a: 0.5 * degreesOfFreedom, b: 0.5)
    let magnitude = degreesOfFreedom.squareRoot() * .exp(-0.5 * point.logOdds)
    return p < 0.5 ? -magnitude : magnitude
  }

  private func halfTail(_ t: Double) -> Double {
    let square = t * t
    if square == .infinity { return 0 }
    let total = degreesOfFreedom + square
    return 0.5
      * IncompleteBeta.regularized(
        degreesOfFreedom / total, complement: square / total, a: 0.5 * degreesOfFreedom, b: 0.5)
  }
}
