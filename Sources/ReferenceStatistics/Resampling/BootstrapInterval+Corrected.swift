package import Statistics

extension BootstrapInterval {
  /// The percentile interval mirrored at the estimate.
  package static func basic(
    estimate: Double, _ replicates: [Double], confidence: Double = 0.95
  ) -> ConfidenceInterval? {
    percentile(replicates, confidence: confidence).map {
      ConfidenceInterval(lower: 2 * estimate - $0.upper, upper: 2 * estimate - $0.lower)
    }
  }

  /// From `studentized` replicates (θ* − θ̂) / se*, scaled by the standard error of the estimate.
  package static func studentized(
    estimate: Double, standardError: Double, studentized: [Double], confidence: Double = 0.95
  ) -> ConfidenceInterval? {
    percentile(studentized, confidence: confidence).map {
      ConfidenceInterval(lower: estimate - $0.upper * standardError, upper: estimate - $0.lower * standardError)
    }
  }

  /// Bias-corrected and accelerated. `jackknife` holds the estimates with one observation left out.
  ///
  /// Nil when all replicates lie on one side of the estimate: its bias cannot be corrected then.
  package static func bca(
    estimate: Double, _ replicates: [Double], jackknife: [Double], confidence: Double = 0.95
  ) -> ConfidenceInterval? {
    guard !replicates.isEmpty else { return nil }
    let below = Double(replicates.count { $0 < estimate }) / Double(replicates.count)
    guard below > 0, below < 1 else { return nil }
    let bias = NormalDistribution.quantile(below)
    let acceleration = acceleration(jackknife)
    let sorted = replicates.sorted()
    func end(_ probability: Double) -> Double? {
      let shifted = bias + NormalDistribution.quantile(probability)
      let corrected = NormalDistribution.cdf(bias + shifted / (1 - acceleration * shifted))
      return Quantile.linear(sorted: sorted, corrected)
    }
    let tail = 0.5 - 0.5 * confidence
    guard let lower = end(tail), let upper = end(1 - tail) else { return nil }
    return ConfidenceInterval(lower: lower, upper: upper)
  }

  /// The estimates with one observation left out, in order; O(n) calls of the statistic.
  package static func jackknife(_ values: [Double], statistic: ([Double]) -> Double) -> [Double] {
    values.indices.map { left in
      var rest = values
      rest.remove(at: left)
      return statistic(rest)
    }
  }

  /// Σ u³ / (6 (Σ u²)^{3/2}) with u the distances below the mean of the jackknife; zero when they do not vary.
  static func acceleration(_ jackknife: [Double]) -> Double {
    guard !jackknife.isEmpty else { return 0 }
    let mean = jackknife.reduce(0, +) / Double(jackknife.count)
    var (squares, cubes) = (0.0, 0.0)
    for value in jackknife {
      let u = mean - value
      squares += u * u
      cubes += u * u * u
    }
    return squares > 0 ? cubes / (6 * squares * squares.squareRoot()) : 0
  }
}
