package import Statistics

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
