internal import RealModule
import Statistics

/// The variance of √n times the mean of a dependent series.
package enum LongRunVariance {
  /// Newey and West (Econometrica 55, 1987): γ₀ + 2 Σ (1 − k/(L+1)) γ_k, never negative.
  /// Nil for an empty series.
  package static func neweyWest(_ values: [Double], lags: Int? = nil) -> Double? {
    guard !values.isEmpty else { return nil }
    let length = min(lags ?? automaticLags(count: values.count), values.count - 1)
    let covariance = Autocovariance.of(values, lags: length)
    var sum = covariance[0]
    for lag in 0..<length {
      sum += 2 * (1 - Double(lag + 1) / Double(length + 1)) * covariance[lag + 1]
    }
    return sum
  }

  /// ⌊4 (n/100)^{2/9}⌋ (Newey and West, Review of Economic Studies 61, 1994).
  package static func automaticLags(count: Int) -> Int {
    Int(4 * .pow(Double(count) / 100, 2.0 / 9))
  }
}
