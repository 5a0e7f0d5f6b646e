import Domain
import Testing

@testable import ReferenceStatistics

struct FalseAlarmCalibrationTests {
  @Test func `with independent history the threshold agrees with the Markov chain`() throws {
    var random = SplitMix64(seed: 91)
    let scores = (0..<3000).map { _ in random.standardNormal() - 0.5 }
    let calibration = FalseAlarmCalibration(meanBlock: 1, resamples: 300)
    let threshold = try #require(calibration.threshold(scores: scores, runLength: 300, using: &random))
    let runLength = CusumRunLength(referenceValue: 0.5, states: 100).oneSided(threshold: threshold, mean: 0)
    // A quantile of 300 resamples and the exponential approximation: a fifth either way.
    #expect(runLength > 240 && runLength < 375)
  }

  @Test func `clustered history needs a higher threshold than its shuffled self`() throws {
    var random = SplitMix64(seed: 92)
    var isBad = false
    let scores = (0..<2000).map { _ -> Double in
      if random.nextUnit() < 0.03 { isBad.toggle() }
      return (random.nextUnit() < (isBad ? 0.6 : 0.2) ? 1 : 0) - 0.5
    }
    let clustered = FalseAlarmCalibration(meanBlock: 100, resamples: 100)
    let shuffled = FalseAlarmCalibration(meanBlock: 1, resamples: 100)
    let high = try #require(clustered.threshold(scores: scores, runLength: 500, using: &random))
    let low = try #require(shuffled.threshold(scores: scores, runLength: 500, using: &random))
    #expect(high > 1.3 * low)
  }

  @Test func `rarer false alarms need a higher threshold and a seed decides the result`() throws {
    var random = SplitMix64(seed: 93)
    let scores = (0..<500).map { _ in random.standardNormal() - 0.25 }
    let calibration = FalseAlarmCalibration(meanBlock: 10, resamples: 100)
    let thresholds = try [50, 200, 800].map { runLength in
      var generator = SplitMix64(seed: 7)
      return try #require(calibration.threshold(scores: scores, runLength: runLength, using: &generator))
    }
    #expect(thresholds == thresholds.sorted() && Set(thresholds).count == 3)
    var (first, second) = (SplitMix64(seed: 8), SplitMix64(seed: 8))
    #expect(
      calibration.threshold(scores: scores, runLength: 100, using: &first)
        == calibration.threshold(scores: scores, runLength: 100, using: &second))
  }

  @Test func `without a usable history there is no threshold`() {
    var random = SplitMix64(seed: 94)
    let calibration = FalseAlarmCalibration(meanBlock: 10)
    #expect(calibration.threshold(scores: [], runLength: 10, using: &random) == nil)
    #expect(calibration.threshold(scores: [1, .nan], runLength: 10, using: &random) == nil)
  }
}
