import RealModule
package import Statistics

/// Gross profit over gross loss, with its sampling error.
package struct ProfitFactor: Sendable, Hashable {
  package var value: Double
  /// By the delta method on the pair (win, loss) of each trade.
  package var standardError: Double

  /// Gross profit over gross loss alone; nil when nothing was lost, and so also without trades.
  package static func value(of results: some Collection<Double>) -> Double? {
    var (wins, losses) = (0.0, 0.0)
    for result in results {
      if result > 0 { wins += result } else { losses -= result }
    }
    return losses > 0 ? wins / losses : nil
  }

  /// var(R) = (s_w² + R² s_l² − 2 R s_wl) / (n m_l²), w = max(x, 0), l = max(−x, 0), unbiased moments.
  /// Nil below two trades or when nothing was lost: the ratio is undefined then, not zero.
  package init?(results: [Double]) {
    let wins = results.map { max($0, 0) }
    let losses = results.map { max(-$0, 0) }
    guard let moments = RatioMetric.moments(numerator: wins, denominator: losses) else { return nil }
    value = moments.mean
    standardError = moments.squaredError.squareRoot()
  }

  /// value ± z · standard error.
  package func linearInterval(confidence: Double = 0.95) -> ConfidenceInterval {
    let half = NormalDistribution.quantile(0.5 + 0.5 * confidence) * standardError
    return ConfidenceInterval(lower: value - half, upper: value + half)
  }

  /// The delta method on the logarithm, value · exp(± z · standard error / value): respects that a ratio is positive.
  package func deltaInterval(confidence: Double = 0.95) -> ConfidenceInterval {
    guard value > 0 else { return ConfidenceInterval(lower: 0, upper: .infinity) }
    let factor = Double.exp(NormalDistribution.quantile(0.5 + 0.5 * confidence) * standardError / value)
    return ConfidenceInterval(lower: value / factor, upper: value * factor)
  }
}

/// A ratio of two means of the same units, such as profit per lot, by the delta method.
package enum RatioMetric {
  /// Σ numerator / Σ denominator with the variance of its linearisation,
  /// (var N − 2 R cov(N, D) + R² var D) / mean(D)²; nil below two units or for a zero denominator.
  package static func moments(numerator: [Double], denominator: [Double]) -> SampleMoments? {
    guard let top = SampleMoments(numerator), let bottom = SampleMoments(denominator), bottom.mean != 0,
      let covariance = SampleMoments.covariance(numerator, denominator)
    else { return nil }
    let ratio = top.mean / bottom.mean
    let variance =
      (top.variance - 2 * ratio * covariance + ratio * ratio * bottom.variance) / (bottom.mean * bottom.mean)
    return SampleMoments(count: top.count, mean: ratio, variance: max(0, variance))
  }
}
