import RealModule
import Statistics

/// Logarithms of the gamma and beta functions.
package enum LogGamma {
  /// ln Γ(x) for x > 0.
  package static func gamma(_ x: Double) -> Double {
    Double.logGamma(x)
  }

  /// ln B(a, b) = ln Γ(a) + ln Γ(b) − ln Γ(a + b) for a, b > 0, accurate also where the three are huge.
  package static func beta(_ a: Double, _ b: Double) -> Double {
    let n = a + b
    let smooth = Stirling.remainder(a) + Stirling.remainder(b) - Stirling.remainder(n) + Stirling.halfLogTwoPi
    return smooth + a * logRatio(a, of: b) + b * logRatio(b, of: a) - 0.5 * (.log(a) + .log(b) - .log(n))
  }

  /// ln C(n, k), the number of ways to choose `k` of `n`.
  package static func choose(_ n: Int, _ k: Int) -> Double {
    if k == 0 || k == n { return 0 }
    return -beta(Double(k) + 1, Double(n - k) + 1) - .log(onePlus: Double(n))
  }

  /// ln(part / (part + rest)).
  private static func logRatio(_ part: Double, of rest: Double) -> Double {
    part > rest ? .log(onePlus: -rest / (part + rest)) : .log(part / (part + rest))
  }
}
