/// Resampling of independent observations.
package enum PercentileBootstrap {
  /// Rows of indices drawn uniformly and independently.
  package static func indices(
    count: Int, resamples: Int, using generator: inout some RandomNumberGenerator
  ) -> [[Int]] {
    (0..<resamples).map { _ in (0..<count).map { _ in Int.random(in: 0..<count, using: &generator) } }
  }

  /// The statistic on every resample. `indices` are given, so that the result is a function of its inputs alone.
  package static func replicates(
    _ values: [Double], indices: [[Int]], statistic: ([Double]) -> Double
  ) -> [Double] {
    indices.map { row in statistic(row.map { values[$0] }) }
  }
}
