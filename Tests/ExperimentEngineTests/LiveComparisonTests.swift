import Domain
import ExperimentEngine
import Statistics
import Testing

struct LiveComparisonTests {
  /// Pairs whose results follow the market that the shadow saw, twice as strongly, with a little noise of their own.
  static func pairs(count: Int, gain: Double, seed: UInt64) -> [LivePair] {
    var random = SplitMix64(seed: seed)
    func block(_ gain: Double) -> LiveBlock {
      let market = 200 * (random.nextUnit() - 0.5)
      return LiveBlock(result: 2 * market + gain + 10 * (random.nextUnit() - 0.5), incumbentShadow: market)
    }
    return (0..<count).map { _ in LivePair(candidate: block(gain), incumbent: block(0)) }
  }

  @Test(arguments: 0..<8)
  func `the shadow takes the market out of the difference and leaves the gain in`(seed: UInt64) throws {
    let pairs = Self.pairs(count: 40, gain: 8, seed: seed)
    let comparison = LiveComparison(pairs)
    #expect(abs(comparison.theta - 2) < 0.1)
    let adjusted = try #require(comparison.estimate)
    #expect(abs(adjusted.value - 8) < 4 * adjusted.standardError)
    let raw = LiveComparison(
      pairs.map { pair in
        LivePair(
          candidate: LiveBlock(result: pair.candidate.result, incumbentShadow: 0),
          incumbent: LiveBlock(result: pair.incumbent.result, incumbentShadow: 0))
      })
    #expect(raw.theta == 0)
    #expect(adjusted.standardError < 0.1 * (raw.estimate?.standardError ?? 0))
  }

  @Test func `harm is proven by the adjusted pairs, and not before there are two`() {
    let harmful = Self.pairs(count: 12, gain: -8, seed: 3)
    let bounds = LiveComparison(harmful).confidenceSequence(alpha: 0.05, plannedPairs: 8)
    #expect((bounds.upperBound ?? 0) < 0)
    #expect(LiveComparison(Array(harmful.prefix(1))).confidenceSequence(alpha: 0.05, plannedPairs: 8).upperBound == nil)
    #expect(LiveComparison([]).estimate == nil)
  }
}
