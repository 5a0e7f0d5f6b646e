import RealModule

/// The largest distance between two empirical distribution functions.
package struct KolmogorovSmirnovTest: Sendable, Hashable {
  package var distance: Double
  /// Two-sided: Kolmogorov's law for one sample of the effective size mn/(m+n), rounded.
  package var p: Double

  /// Nil when either sample is empty.
  package init?(_ first: [Double], _ second: [Double]) {
    guard !first.isEmpty, !second.isEmpty else { return nil }
    let (x, y) = (first.sorted(), second.sorted())
    let (m, n) = (Double(x.count), Double(y.count))
    var (i, j) = (0, 0)
    var largest = 0.0
    while i < x.count && j < y.count {
      let value = min(x[i], y[j])
      while i < x.count && x[i] == value { i += 1 }
      while j < y.count && y[j] == value { j += 1 }
      largest = max(largest, abs(Double(i) / m - Double(j) / n))
    }
    distance = largest
    let effective = (m * n / (m + n)).rounded(.toNearestOrEven)
    p = KolmogorovDistribution.survival(largest, count: max(1, Int(effective)))
  }
}

/// The law of the one-sample Kolmogorov–Smirnov distance D_n.
enum KolmogorovDistribution {
  /// P(D_n ≥ d).
  ///
  /// In the tail twice the one-sided probability (relative error below e^{−6 n d²}, exact for d ≥ ½);
  /// elsewhere the matrix formula of Marsaglia, Tsang and Wang, J. Stat. Software 8 (2003);
  /// from 20,000 observations on the limit law with Stephens' correction, good to about three digits there.
  static func survival(_ d: Double, count n: Int) -> Double {
    let size = Double(n)
    if d >= 1 { return 0 }
    if 2 * size * d <= 1 { return 1 }
    if d >= 0.5 || size * d * d >= 4 { return min(1, 2 * oneSided(d, count: n)) }
    if n > 20_000 { return limit((size.squareRoot() + 0.12 + 0.11 / size.squareRoot()) * d) }
    return max(0, 1 - matrixCDF(d, count: n))
  }

  /// P(D⁺_n ≥ d), Smirnov's exact sum, all terms positive.
  private static func oneSided(_ d: Double, count n: Int) -> Double {
    let size = Double(n)
    var sum = 0.0
    for j in 0...Int((size * (1 - d)).rounded(.down)) {
      let x = Double(j)
      let above = d + x / size
      let below = 1 - above
      if below <= 0 { continue }
      sum += .exp(LogGamma.choose(n, j) + (x - 1) * .log(above) + (size - x) * .log(below))
    }
    return d * sum
  }

  /// 2 Σ (−1)^{k−1} e^{−2k²λ²}.
  private static func limit(_ lambda: Double) -> Double {
    var sum = 0.0
    var sign = 1.0
    for k in stride(from: 1.0, through: 100, by: 1) {
      sum += sign * .exp(-2 * k * k * lambda * lambda)
      sign = -sign
    }
    return min(1, max(0, 2 * sum))
  }

  private static func matrixCDF(_ d: Double, count n: Int) -> Double {
    let k = Int(Double(n) * d) + 1
    let size = 2 * k - 1
    let h = Double(k) - Double(n) * d
    var matrix = SquareMatrix(size: size)
    for i in 0..<size {
      for j in 0..<size where i - j + 1 >= 0 { matrix[i, j] = 1 }
    }
    for i in 0..<size {
      matrix[i, 0] -= .pow(h, i + 1)
      matrix[size - 1, i] -= .pow(h, size - i)
    }
    matrix[size - 1, 0] += 2 * h - 1 > 0 ? .pow(2 * h - 1, size) : 0
    for i in 0..<size {
      for j in 0..<size where i - j + 1 > 0 {
        for divisor in 1...(i - j + 1) { matrix[i, j] /= Double(divisor) }
      }
    }
    let power = matrix.power(n)
    // n! / n^n in the logarithm, to stay within range together with the matrix's own scale.
    let logFactor = LogGamma.gamma(Double(n) + 1) - Double(n) * .log(Double(n))
    return .exp(.log(power[k - 1, k - 1]) + power.logScale + logFactor)
  }
}
