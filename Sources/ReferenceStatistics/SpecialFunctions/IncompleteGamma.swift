import RealModule
import Statistics

/// The regularised incomplete gamma functions P(a, x) and Q(a, x) = 1 − P(a, x).
package enum IncompleteGamma {
  /// P(a, x) for a > 0 and x ≥ 0, the distribution function of a gamma variable with shape `a`.
  package static func lower(a: Double, x: Double) -> Double {
    if x <= 0 { return 0 }
    return x < a + 1 ? .exp(logSeries(a: a, x: x)) : 1 - .exp(logFraction(a: a, x: x))
  }

  /// Q(a, x), relative accuracy kept in the upper tail.
  package static func upper(a: Double, x: Double) -> Double {
    if x <= 0 { return 1 }
    return x < a + 1 ? 1 - .exp(logSeries(a: a, x: x)) : .exp(logFraction(a: a, x: x))
  }

  /// ln P(a, x).
  package static func logLower(a: Double, x: Double) -> Double {
    if x <= 0 { return -.infinity }
    return x < a + 1 ? logSeries(a: a, x: x) : .log(onePlus: -.exp(logFraction(a: a, x: x)))
  }

  /// ln Q(a, x), finite for every finite x.
  package static func logUpper(a: Double, x: Double) -> Double {
    if x <= 0 { return 0 }
    return x < a + 1 ? .log(onePlus: -.exp(logSeries(a: a, x: x))) : logFraction(a: a, x: x)
  }

  /// ln P by the power series DLMF 8.11.4.
  private static func logSeries(a: Double, x: Double) -> Double {
    precondition(a > 0, "the shape of a gamma distribution is positive")
    var term = 1.0
    var sum = 1.0
    var order = a
    repeat {
      order += 1
      term *= x / order
      sum += term
    } while term > sum * 1e-17
    return Stirling.logGammaKernel(x, a: a) + .log(sum)
  }

  /// ln Q by the continued fraction DLMF 8.9.2 in its even form, by the modified Lentz method.
  private static func logFraction(a: Double, x: Double) -> Double {
    precondition(a > 0, "the shape of a gamma distribution is positive")
    if x == .infinity { return -.infinity }
    let tiny = 1e-300
    func guarded(_ value: Double) -> Double { abs(value) < tiny ? tiny : value }
    var base = x + 1 - a
    var c = 1 / tiny
    var d = 1 / guarded(base)
    var fraction = d
    var order = 1.0
    while order < 1_000_000 {
      let numerator = -order * (order - a)
      base += 2
      d = 1 / guarded(numerator * d + base)
      c = guarded(base + numerator / c)
      let factor = d * c
      fraction *= factor
      if abs(factor - 1) <= 1e-16 { break }
      order += 1
    }
    // x^a e^{−x} / Γ(a) is a times the kernel.
    return Stirling.logGammaKernel(x, a: a) + .log(a) + .log(fraction)
  }
}

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
