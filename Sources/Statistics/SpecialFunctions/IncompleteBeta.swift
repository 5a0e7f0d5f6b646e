import RealModule

/// The regularised incomplete beta function I_x(a, b), the distribution function of Beta(a, b).
package enum IncompleteBeta {
  /// I_x(a, b) for a, b > 0 and 0 ≤ x ≤ 1.
  package static func regularized(_ x: Double, a: Double, b: Double) -> Double {
    regularized(x, complement: 1 - x, a: a, b: b)
  }

  /// I_x(a, b) where the caller knows `complement` = 1 − x more exactly than the subtraction would give it.
  package static func regularized(_ x: Double, complement y: Double, a: Double, b: Double) -> Double {
    precondition(a > 0 && b > 0, "the shapes of a beta distribution are positive")
    if x <= 0 { return 0 }
    if y <= 0 { return 1 }
    if x * (a + b + 2) <= a + 1 {
      return .exp(logDirect(x, y, a: a, b: b))
    }
    return 1 - .exp(logDirect(y, x, a: b, b: a))
  }

  /// ln I_x(a, b), relative accuracy kept however small the probability.
  package static func logRegularized(_ x: Double, a: Double, b: Double) -> Double {
    logRegularized(x, complement: 1 - x, a: a, b: b)
  }

  package static func logRegularized(_ x: Double, complement y: Double, a: Double, b: Double) -> Double {
    precondition(a > 0 && b > 0, "the shapes of a beta distribution are positive")
    if x <= 0 { return -.infinity }
    if y <= 0 { return 0 }
    if x * (a + b + 2) <= a + 1 {
      return logDirect(x, y, a: a, b: b)
    }
    return .log(onePlus: -.exp(logDirect(y, x, a: b, b: a)))
  }

  /// ln of I_x(a, b) on the side of the mean where the continued fraction converges fast.
  private static func logDirect(_ x: Double, _ y: Double, a: Double, b: Double) -> Double {
    Stirling.logBetaKernel(x, y, a: a, b: b) - .log(a) + .log(continuedFraction(x, a: a, b: b))
  }

  /// Gauss's continued fraction (DLMF 8.17.22) by the modified Lentz method.
  private static func continuedFraction(_ x: Double, a: Double, b: Double) -> Double {
    let tiny = 1e-300
    func guarded(_ value: Double) -> Double { abs(value) < tiny ? tiny : value }
    var c = 1.0
    var d = 1 / guarded(1 - (a + b) * x / (a + 1))
    var fraction = d
    var m = 1.0
    // The number of terms grows like √max(a, b); the bound is far beyond any use here.
    while m < 1_000_000 {
      let even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m))
      d = 1 / guarded(1 + even * d)
      c = guarded(1 + even / c)
      fraction *= d * c
      let odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1))
      d = 1 / guarded(1 + odd * d)
      c = guarded(1 + odd / c)
      let factor = d * c
      fraction *= factor
      if abs(factor - 1) <= 1e-16 { break }
      m += 1
    }
    return fraction
  }
}
