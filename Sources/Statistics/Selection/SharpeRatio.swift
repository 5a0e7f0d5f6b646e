internal import RealModule

/// A Sharpe ratio with what its own uncertainty depends on: length and shape of the returns.
///
/// Per observation (trade, block, day), never annualised; kurtosis is 3 for normal returns, not 0.
package struct SharpeRatio: Sendable, Hashable, Codable {
  /// Mean over standard deviation (divisor count − 1).
  package let value: Double
  /// May be fractional: `minimumTrackRecord` inverts it.
  package let count: Double
  package let skewness: Double
  package let kurtosis: Double

  package init(value: Double, count: Double, skewness: Double, kurtosis: Double) {
    precondition(count > 1, "a Sharpe ratio needs two observations")
    self.value = value
    self.count = count
    self.skewness = skewness
    self.kurtosis = kurtosis
  }

  /// Nil below two observations, without spread, or where a value is not finite.
  package init?(of returns: [Double]) {
    var moments = RunningMoments()
    for value in returns { moments.observe(value) }
    guard let variance = moments.variance, variance > 0, let shape = Shape(returns) else { return nil }
    self.init(
      value: moments.mean / variance.squareRoot(), count: Double(returns.count), skewness: shape.skewness,
      kurtosis: shape.kurtosis)
  }

  /// The probability that the true ratio is above `benchmark` (PSR).
  ///
  /// Φ((SR − SR*) √(n − 1) / √(1 − γ₃ SR + (γ₄ − 1)/4 · SR²)): D. H. Bailey and M. López de Prado, "The Sharpe ratio
  /// efficient frontier", Journal of Risk 15, 2012, equation (11). Nil where the shape makes the variance of the
  /// estimate negative, which no sample of its own moments does.
  package func probability(above benchmark: Double) -> Double? {
    guard let variance = scaledVariance else { return nil }
    return NormalDistribution.cdf((value - benchmark) * (count - 1).squareRoot() / variance.squareRoot())
  }

  /// The number of observations from which this ratio would be above `benchmark` at that confidence (MinTRL).
  ///
  /// 1 + (1 − γ₃ SR + (γ₄ − 1)/4 · SR²) (z / (SR − SR*))², ibid. equation (13). Nil where the ratio is not above it.
  package func minimumTrackRecord(above benchmark: Double, confidence: Double = 0.95) -> Double? {
    precondition(confidence > 0.5 && confidence < 1, "a confidence lies between one half and 1")
    guard value > benchmark, let variance = scaledVariance else { return nil }
    let ratio = NormalDistribution.quantile(confidence) / (value - benchmark)
    return 1 + variance * ratio * ratio
  }

  /// n − 1 times the variance of the estimated ratio.
  private var scaledVariance: Double? {
    let variance = 1 - skewness * value + (kurtosis - 1) / 4 * value * value
    return variance > 0 ? variance : nil
  }
}
