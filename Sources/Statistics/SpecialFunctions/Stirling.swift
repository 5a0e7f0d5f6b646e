import RealModule

/// The pieces of Stirling's formula that keep gamma ratios accurate when the gammas themselves are huge.
///
/// C. Loader, "Fast and accurate computation of binomial probabilities" (2000): a density is written as
/// a smooth factor times `exp(-deviance)`, so that nothing large is ever subtracted from something large.
package enum Stirling {
  /// ln √(2π).
  package static let halfLogTwoPi = 0.918_938_533_204_672_741_78

  /// The remainder δ(x) of Stirling's formula: ln Γ(x+1) = (x+½) ln x − x + ½ ln 2π + δ(x), for x > 0.
  package static func remainder(_ x: Double) -> Double {
    if x < 16 {
      return Double.logGamma(x + 1) - (x + 0.5) * .log(x) + x - halfLogTwoPi
    }
    // Asymptotic series with the Bernoulli numbers B2…B14 over 2k(2k−1).
    let inverse = 1 / x
    let square = inverse * inverse
    var sum = 1.0 / 156
    sum = -691.0 / 360_360 + square * sum
    sum = 1.0 / 1188 + square * sum
    sum = -1.0 / 1680 + square * sum
    sum = 1.0 / 1260 + square * sum
    sum = -1.0 / 360 + square * sum
    sum = 1.0 / 12 + square * sum
    return inverse * sum
  }

  /// The deviance x ln(x/m) + m − x of an observation `x` with mean `m`, without cancellation when they are close.
  package static func deviance(_ x: Double, mean m: Double) -> Double {
    if x == 0 { return m }
    let difference = x - m
    guard abs(difference) < 0.1 * (x + m) else {
      return x * .log(x / m) + m - x
    }
    // ln(x/m) = 2 artanh(v) with v = (x−m)/(x+m).
    let ratio = difference / (x + m)
    let square = ratio * ratio
    var sum = difference * ratio
    var term = 2 * x * ratio
    var order = 1.0
    while true {
      term *= square
      order += 2
      let next = sum + term / order
      if next == sum { return next }
      sum = next
    }
  }

  /// ln of x^a y^b / B(a, b), with `y` = 1 − x handed in so that neither loses digits.
  package static func logBetaKernel(_ x: Double, _ y: Double, a: Double, b: Double) -> Double {
    let n = a + b
    return remainder(n) - remainder(a) - remainder(b) - deviance(a, mean: n * x) - deviance(b, mean: n * y)
      + 0.5 * (.log(a) + .log(b) - .log(n)) - halfLogTwoPi
  }

  /// ln of x^a e^{−x} / Γ(a + 1).
  package static func logGammaKernel(_ x: Double, a: Double) -> Double {
    -remainder(a) - deviance(a, mean: x) - halfLogTwoPi - 0.5 * .log(a)
  }
}
