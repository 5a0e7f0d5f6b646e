internal import RealModule

/// The threshold of a cumulative-sum chart for a wanted false-alarm rate, from one's own clustered history.
///
/// Closed forms assume independent observations, and clustered losses alarm many times as often. Here the chart runs
/// over stationary bootstrap resamples of history (Politis and Romano, JASA 89, 1994), whose blocks keep the clusters.
/// The time to a false alarm is close to exponential, so that the chance of none within its own mean is e⁻¹: the
/// threshold is that quantile of the charts' greatest values over `runLength` observations.
/// O(resamples · runLength) time.
package struct FalseAlarmCalibration: Sendable, Hashable, Codable {
  /// The mean length of a block, in observations; several times what losses cluster over.
  package let meanBlock: Double
  package let resamples: Int

  package init(meanBlock: Double, resamples: Int = 400) {
    precondition(meanBlock >= 1, "a block has at least one observation")
    precondition(resamples >= 10, "a quantile needs some resamples")
    self.meanBlock = meanBlock
    self.resamples = resamples
  }

  /// The threshold at which max(0, S + score) alarms once in `runLength` observations on average.
  ///
  /// - Parameters:
  ///   - scores: what each observation of history adds: for a `BernoulliCusum` its event and non-event scores, for a
  ///     `GaussianCusum` ±x − k.
  ///   - generator: seeded by the caller.
  /// - Returns: Nil without history, or where a score is not finite.
  package func threshold(
    scores: [Double], runLength: Int, using generator: inout some RandomNumberGenerator
  ) -> Double? {
    precondition(runLength >= 1, "a run takes an observation")
    guard !scores.isEmpty, scores.allSatisfy(\.isFinite) else { return nil }
    let greatest = (0..<resamples).map { _ in
      greatestSum(scores, length: runLength, using: &generator)
    }
    .sorted()
    let position = Double(resamples) * Double.exp(-1)
    return greatest[min(resamples - 1, Int(position))]
  }

  private func greatestSum(
    _ scores: [Double], length: Int, using generator: inout some RandomNumberGenerator
  ) -> Double {
    let restartProbability = 1 / meanBlock
    var position = 0
    var sum = 0.0
    var greatest = 0.0
    for step in 0..<length {
      if step == 0 || unit(&generator) < restartProbability {
        position = Int(unit(&generator) * Double(scores.count))
      } else {
        position = position + 1 == scores.count ? 0 : position + 1
      }
      sum = max(0, sum + scores[position])
      greatest = max(greatest, sum)
    }
    return greatest
  }

  private func unit(_ generator: inout some RandomNumberGenerator) -> Double {
    Double(generator.next() >> 11) * 0x1p-53
  }
}
