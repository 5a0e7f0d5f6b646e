/// Skewness and kurtosis of a sample.
package struct Shape: Sendable, Hashable {
  package var count: Int
  /// m₃ / m₂^{3/2}.
  package var skewness: Double
  /// m₄ / m₂², three for a normal law.
  package var kurtosis: Double

  /// Nil below two observations or when they do not vary.
  package init?(_ values: [Double]) {
    guard values.count > 1 else { return nil }
    let n = Double(values.count)
    let mean = values.reduce(0, +) / n
    var (second, third, fourth) = (0.0, 0.0, 0.0)
    for value in values {
      let centred = value - mean
      let square = centred * centred
      second += square
      third += square * centred
      fourth += square * square
    }
    second /= n
    third /= n
    fourth /= n
    guard second > 0 else { return nil }
    count = values.count
    skewness = third / (second * second.squareRoot())
    kurtosis = fourth / (second * second)
  }

  /// G₁, corrected for the bias under normality; nil below three observations.
  package var unbiasedSkewness: Double? {
    guard count > 2 else { return nil }
    let n = Double(count)
    return skewness * (n * (n - 1)).squareRoot() / (n - 2)
  }

  /// G₂, excess over a normal law corrected for bias; nil below four observations.
  package var unbiasedExcessKurtosis: Double? {
    guard count > 3 else { return nil }
    let n = Double(count)
    return (n - 1) / ((n - 2) * (n - 3)) * ((n + 1) * (kurtosis - 3) + 6)
  }
}
