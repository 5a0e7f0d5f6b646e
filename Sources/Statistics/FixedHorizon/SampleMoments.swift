/// Count, mean and variance of a sample.
package struct SampleMoments: Sendable, Hashable, Codable {
  package var count: Int
  package var mean: Double
  /// Unbiased (divisor n − 1); zero for a single observation.
  package var variance: Double

  package init(count: Int, mean: Double, variance: Double) {
    self.count = count
    self.mean = mean
    self.variance = variance
  }

  /// Two passes, so that a large mean does not eat the variance. Nil without observations.
  package init?(_ values: some Collection<Double>) {
    guard !values.isEmpty else { return nil }
    let n = Double(values.count)
    let mean = values.reduce(0, +) / n
    var squares = 0.0
    var rest = 0.0
    for value in values {
      let centred = value - mean
      squares += centred * centred
      rest += centred
    }
    self.count = values.count
    self.mean = mean
    // `rest` would be zero in exact arithmetic: it takes the rounding of the mean out again.
    self.variance = values.count > 1 ? (squares - rest * rest / n) / (n - 1) : 0
  }

  /// Of successes among trials: variance p (1 − p), the maximum-likelihood value that platforms use for proportions.
  package init(successes: Int, trials: Int) {
    let p = Double(successes) / Double(trials)
    self.init(count: trials, mean: p, variance: p * (1 - p))
  }

  /// Squared standard error of the mean.
  package var squaredError: Double { variance / Double(count) }

  /// Unbiased covariance of two equally long samples; nil below two observations.
  package static func covariance(_ x: [Double], _ y: [Double]) -> Double? {
    precondition(x.count == y.count, "a covariance pairs equally long samples")
    guard x.count > 1 else { return nil }
    let n = Double(x.count)
    let meanX = x.reduce(0, +) / n
    let meanY = y.reduce(0, +) / n
    var products = 0.0
    for index in x.indices { products += (x[index] - meanX) * (y[index] - meanY) }
    return products / (n - 1)
  }
}
