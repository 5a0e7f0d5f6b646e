import RealModule

extension IncompleteBeta {
  /// A point of the unit interval held by its log-odds, so that it and its complement keep all digits near 0 and 1.
  package struct Point: Sendable, Hashable {
    /// ln(x / (1 − x)).
    package var logOdds: Double
    package var value: Double { 1 / (1 + .exp(-logOdds)) }
    package var complement: Double { 1 / (1 + .exp(logOdds)) }

    package init(logOdds: Double) {
      self.logOdds = logOdds
    }
  }

  /// The x with I_x(a, b) = p.
  package static func inverse(_ p: Double, a: Double, b: Double) -> Double {
    point(probability: p, a: a, b: b).value
  }

  /// The point below which Beta(a, b) has probability `p`.
  ///
  /// Newton's method on ln I against the log-odds (nearly a straight line in the lower tail), kept inside a bracket.
  package static func point(probability p: Double, a: Double, b: Double) -> Point {
    precondition(p >= 0 && p <= 1, "a probability lies in [0, 1]")
    if p == 0 { return Point(logOdds: -.infinity) }
    if p == 1 { return Point(logOdds: .infinity) }
    if p > 0.5 {
      // The lower tail of the mirrored distribution: 1 − p is exact here.
      return Point(logOdds: -lowerLogOdds(1 - p, a: b, b: a))
    }
    return Point(logOdds: lowerLogOdds(p, a: a, b: b))
  }

  private static func lowerLogOdds(_ p: Double, a: Double, b: Double) -> Double {
    let target = Double.log(p)
    var low = -744.0
    var high = 744.0
    var current = min(max(.log(a / b), low), high)
    for _ in 0..<200 {
      let point = Point(logOdds: current)
      let (x, y) = (point.value, point.complement)
      let value = logRegularized(x, complement: y, a: a, b: b)
      let error = value - target
      if error == 0 { return current }
      if error > 0 { high = current } else { low = current }
      // d ln I / d logit x = (x^a y^b / B(a, b)) / I.
      let slope = Double.exp(Stirling.logBetaKernel(x, y, a: a, b: b) - value)
      var next = current - error / slope
      if !(next > low && next < high) { next = 0.5 * (low + high) }
      if abs(next - current) <= 4e-16 * max(1, abs(next)) { return next }
      current = next
    }
    return current
  }
}
