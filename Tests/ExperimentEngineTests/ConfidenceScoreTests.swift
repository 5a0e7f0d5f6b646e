import Domain
import Statistics
import Testing

@testable import ExperimentEngine

struct ConfidenceScoreTests {
  /// Sum of three uniform numbers, a third of them stretched: skewed to the left as a grid's blocks are.
  private static func noise(_ random: inout SplitMix64) -> Double {
    let sum = (0..<3).reduce(0.0) { total, _ in total + random.nextUnit() - 0.5 } * 2
    return random.nextUnit() < 0.1 ? sum - 2.7 : sum + 0.3
  }

  @Test func `of candidates with a score near x, x out of one are better`() {
    var random = SplitMix64(seed: 4711)
    var bins = Array(repeating: (sum: 0.0, better: 0.0, count: 0.0), count: 5)
    var brier = 0.0
    let runs = 6000
    for _ in 0..<runs {
      // The truth as the score believes it: normal about zero, by the sum of twelve uniform numbers.
      let worthwhile = 0.4
      let truth = ((0..<12).reduce(0.0) { total, _ in total + random.nextUnit() } - 6) * worthwhile
      var blocks = RunningMoments()
      for _ in 0..<Int.random(in: 15...60, using: &random) { blocks.observe(truth + Self.noise(&random)) }
      let score = ConfidenceScore(blocks: blocks, worthwhile: worthwhile).probability.known ?? .nan
      let bin = min(4, Int(score * 5))
      bins[bin].sum += score
      bins[bin].better += truth > 0 ? 1 : 0
      bins[bin].count += 1
      brier += (score - (truth > 0 ? 1 : 0)) * (score - (truth > 0 ? 1 : 0)) / Double(runs)
    }
    for bin in bins {
      #expect(bin.count > 100)
      #expect(abs(bin.sum - bin.better) / bin.count < 0.07, "\(bin)")
    }
    #expect(brier < 0.18)
  }

  @Test func `arms that do the same score one half, and nothing is said without blocks`() {
    var blocks = RunningMoments()
    #expect(ConfidenceScore(blocks: blocks, worthwhile: 1).probability == .undefined)
    for _ in 0..<20 { blocks.observe(0) }
    #expect(ConfidenceScore(blocks: blocks, worthwhile: 1).probability == .value(0.5))
  }
}
