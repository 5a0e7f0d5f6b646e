/// A closed range of values that the data do not contradict; an end may be infinite.
package struct ConfidenceInterval: Sendable, Hashable, Codable {
  package var lower: Double
  package var upper: Double

  package init(lower: Double, upper: Double) {
    self.lower = lower
    self.upper = upper
  }

  package func contains(_ value: Double) -> Bool {
    lower <= value && value <= upper
  }
}

/// Confidence intervals from bootstrap replicates that were made elsewhere: pure functions of their inputs.
///
/// Efron and Tibshirani, "An introduction to the bootstrap" (1993), chapters 12 to 14.
package enum BootstrapInterval {
  /// Efron's percentile interval: linear quantiles of the replicates at both tails; nil without replicates.
  package static func percentile(_ replicates: [Double], confidence: Double = 0.95) -> ConfidenceInterval? {
    let sorted = replicates.sorted()
    let tail = 0.5 - 0.5 * confidence
    guard let lower = Quantile.linear(sorted: sorted, tail), let upper = Quantile.linear(sorted: sorted, 1 - tail)
    else { return nil }
    return ConfidenceInterval(lower: lower, upper: upper)
  }
}
