import Domain
import Statistics
import Testing

@testable import Study

struct ModelTests {
  @Test(arguments: [60.0, 200.0])
  func `the law's means and variance are those of its trades`(stop: Double) {
    let bot = GridBotModel(stop: stop)
    var pairs = TradePairs(bot, candidates: [.better], correlation: 1, generator: SplitMix64(seed: 1))
    var (moments, gain) = (RunningMoments(), RunningMoments())
    for _ in 0..<400_000 {
      let old = pairs.next()
      moments.observe(old)
      gain.observe(pairs.candidates[0] - old)
    }
    let mean = 0.65 * bot.means.win - 0.35 * bot.means.loss
    #expect(abs(moments.mean - mean) < 0.1)
    #expect(abs((moments.variance ?? 0) / bot.variance - 1) < 0.03)
    #expect(abs(gain.mean - bot.gainOfBetter) < 0.01)
  }

  @Test(arguments: [CandidateModel.equal, .disasters(probability: 0.02), .disasters(probability: 0.01), .scaled])
  func `a candidate of a null gains nothing on average, and stays within the bounds said beforehand`(
    candidate: CandidateModel
  ) throws {
    for correlation in [1, 0.9] {
      for regime in [nil, 0.9] {
        let bot = GridBotModel(regime: regime)
        var pairs = TradePairs(
          bot, candidates: [candidate], correlation: correlation, generator: SplitMix64(seed: 2))
        let bounds = try #require(pairs.bounds.first)
        var differences = RunningMoments()
        for _ in 0..<200_000 {
          let old = pairs.next()
          let difference = pairs.candidates[0] - old
          #expect(bounds.contains(difference))
          differences.observe(difference)
        }
        let error = ((differences.variance ?? 0) / 200_000).squareRoot()
        // Regimes make the mean of a clustered series vary more than its trades do.
        #expect(abs(differences.mean) <= (regime == nil ? 4 : 10) * error + 1e-12)
      }
    }
  }

  @Test func `trades in common make the correlation, and a regime makes losses come together`() {
    var pairs = TradePairs(
      GridBotModel(), candidates: [.equal], correlation: 0.8, generator: SplitMix64(seed: 3))
    var (x, y): ([Double], [Double]) = ([], [])
    for _ in 0..<100_000 {
      x.append(pairs.next())
      y.append(pairs.candidates[0])
    }
    #expect(abs(correlation(x, y) - 0.8) < 0.02)
    #expect(abs(correlation(Array(x.dropLast()), Array(x.dropFirst()))) < 0.02)
    var clustered = TradePairs(
      GridBotModel(regime: 0.9), candidates: [], correlation: 1, generator: SplitMix64(seed: 4))
    let series = (0..<100_000).map { _ in clustered.next() }
    #expect(correlation(Array(series.dropLast()), Array(series.dropFirst())) > 0.08)
  }

  private func correlation(_ x: [Double], _ y: [Double]) -> Double {
    let (a, b) = (SampleMoments(x)?.variance ?? 0, SampleMoments(y)?.variance ?? 0)
    return (SampleMoments.covariance(x, y) ?? 0) / (a * b).squareRoot()
  }
}
