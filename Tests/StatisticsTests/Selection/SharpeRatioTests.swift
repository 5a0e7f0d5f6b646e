import Domain
import Testing

@testable import Statistics

struct SharpeRatioTests {
  private func ratio(_ value: Double, count: Double = 500, skewness: Double = 0, kurtosis: Double = 3) -> SharpeRatio {
    SharpeRatio(value: value, count: count, skewness: skewness, kurtosis: kurtosis)
  }

  @Test func `a track record of the minimum length has exactly the wanted confidence`() throws {
    let skewed = ratio(0.13, skewness: -2, kurtosis: 12)
    let count = try #require(skewed.minimumTrackRecord(above: 0.05, confidence: 0.95))
    let record = ratio(0.13, count: count, skewness: -2, kurtosis: 12)
    #expect(abs(try #require(record.probability(above: 0.05)) - 0.95) < 1e-12)
    #expect(skewed.minimumTrackRecord(above: 0.13) == nil)
  }

  @Test func `rare large losses make a ratio less certain`() throws {
    let normal = try #require(ratio(0.1).probability(above: 0))
    let skewed = try #require(ratio(0.1, skewness: -2.5, kurtosis: 17).probability(above: 0))
    #expect(skewed < normal)
  }

  @Test func `every further trial lowers the confidence in the best`() throws {
    let best = ratio(0.15)
    let confidences = try [1, 2, 10, 100, 10_000].map {
      try #require(DeflatedSharpeRatio(trials: $0, varianceOverTrials: 0.002).probability(of: best))
    }
    #expect(confidences == confidences.sorted(by: >) && Set(confidences).count == 5)
    #expect(confidences.first == best.probability(above: 0))
  }

  @Test func `returns without spread have no ratio`() {
    #expect(SharpeRatio(of: [1, 1, 1]) == nil && SharpeRatio(of: [1]) == nil && SharpeRatio(of: [1, .nan, 2]) == nil)
  }

  @Test func `the expected best without skill is what simulation finds`() {
    var random = SplitMix64(seed: 81)
    var best = RunningMoments()
    for _ in 0..<2000 {
      best.observe((0..<50).map { _ in random.standardNormal() }.reduce(-.infinity, max))
    }
    let expected = DeflatedSharpeRatio(trials: 50, varianceOverTrials: 1).expectedBest
    // The formula is an asymptotic approximation: one per cent at 50 trials.
    #expect(abs(best.mean / expected - 1) < 0.03)
  }
}
