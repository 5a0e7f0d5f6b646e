import RealModule

/// Resampling of a dependent series in blocks of geometric length, joined end to start (Politis and Romano, JASA 89, 1994).
package struct StationaryBootstrap: Sendable, Hashable {
  /// Mean number of consecutive observations in a block, at least one.
  package let meanBlock: Double

  package init(meanBlock: Double) {
    precondition(meanBlock >= 1, "a block has at least one observation")
    self.meanBlock = meanBlock
  }

  /// The chance that a new block starts at a position.
  package var restartProbability: Double { 1 / meanBlock }

  /// Indices of one resample of a series of `count`.
  package func indices(count: Int, using generator: inout some RandomNumberGenerator) -> [Int] {
    let starts = (0..<count).map { _ in Int.random(in: 0..<count, using: &generator) }
    let uniforms = (0..<count).map { _ in Double(generator.next() >> 11) * 0x1p-53 }
    return StationaryBootstrap.indices(starts: starts, uniforms: uniforms, probability: restartProbability)
  }

  /// Indices of `resamples` resamples.
  package func indices(
    count: Int, resamples: Int, using generator: inout some RandomNumberGenerator
  ) -> [[Int]] {
    (0..<resamples).map { _ in indices(count: count, using: &generator) }
  }

  /// The rule without randomness: the next index follows its predecessor where the uniform is above `probability`,
  /// and is the drawn start otherwise. The first uniform is not used.
  package static func indices(starts: [Int], uniforms: [Double], probability: Double) -> [Int] {
    precondition(starts.count == uniforms.count, "every position has a start and a uniform")
    var result = starts
    for position in result.indices.dropFirst() where uniforms[position] > probability {
      let following = result[position - 1] + 1
      result[position] = following == starts.count ? 0 : following
    }
    return result
  }

  /// The statistic on `resamples` resamples.
  package func replicates(
    _ values: [Double], resamples: Int, using generator: inout some RandomNumberGenerator,
    statistic: ([Double]) -> Double
  ) -> [Double] {
    (0..<resamples).map { _ in
      statistic(indices(count: values.count, using: &generator).map { values[$0] })
    }
  }

  /// The bootstrap variance of the mean, in closed form and so without any resampling.
  ///
  /// (1/n) (γ₀ + 2 Σ_{k<n} [(1 − k/n) q^k + (k/n) q^{n−k}] γ_k), q = 1 − 1/meanBlock (Politis and Romano, lemma 1).
  /// Cost O(n²) for short series; lags whose weight underflows are skipped. Nil for an empty series.
  package func varianceOfMean(_ values: [Double]) -> Double? {
    guard !values.isEmpty else { return nil }
    let n = values.count
    let size = Double(n)
    let mean = values.reduce(0, +) / size
    let centred = values.map { $0 - mean }
    let stay = 1 - restartProbability
    var sum = 0.0
    for value in centred { sum += value * value }
    for lag in 1..<max(1, n) {
      let share = Double(lag) / size
      let weight = (1 - share) * .pow(stay, lag) + share * .pow(stay, n - lag)
      if weight < 1e-18 { continue }
      var product = 0.0
      for index in 0..<(n - lag) { product += centred[index] * centred[index + lag] }
      sum += 2 * weight * product
    }
    return max(0, sum) / (size * size)
  }
}
