import Domain
import Testing

@testable import ReferenceStatistics
@testable import Statistics

struct EDetectorTests {
  @Test(arguments: [EDetector.Recursion.shiryaevRoberts, .cumulativeSum])
  func `false alarms are at least as far apart as the threshold`(recursion: EDetector.Recursion) {
    var random = SplitMix64(seed: 71)
    var runs = RunningMoments()
    for _ in 0..<200 {
      var detector = EDetector(recursion: recursion, usualMean: 0.4, threshold: 40)
      while !detector.isAlarming, detector.count < 400 { detector.observe(random.nextUnit() < 0.4 ? 1 : 0) }
      runs.observe(Double(detector.count))
    }
    // Cutting runs short only lowers the average.
    #expect(runs.mean >= 40)
  }

  @Test func `the sum grows by at most one an observation on average`() {
    var detector = EDetector(recursion: .shiryaevRoberts, usualMean: 0.4, threshold: 1000)
    for isEvent in [true, false, true, true, false, false, true] {
      var (with, without) = (detector, detector)
      with.observe(1)
      without.observe(0)
      let expectation = 0.4 * with.value + 0.6 * without.value
      #expect(abs(expectation - detector.value - 1) < 1e-12)
      detector.observe(isEvent ? 1 : 0)
    }
  }

  @Test func `a long run of events stays a number and an impossible value voids`() {
    var detector = EDetector(recursion: .shiryaevRoberts, usualMean: 0.2, threshold: 100)
    for _ in 0..<5000 { detector.observe(1) }
    #expect(detector.value.isFinite && detector.isAlarming)
    detector.observe(1.5)
    #expect(detector.isVoid && !detector.isAlarming)
  }

  @Test func `the ages of the present regime have probabilities that add up to one`() {
    var random = SplitMix64(seed: 72)
    var posterior = RunLengthPosterior(hazard: 0.01, priorEvents: 2, priorNonEvents: 2, longestRun: 120)
    for index in 0..<400 {
      posterior.observe(random.nextUnit() < (index < 300 ? 0.2 : 0.9))
      #expect(abs(posterior.probabilities.reduce(0, +) - 1) < 1e-9)
      #expect(posterior.probabilities.count <= 121)
    }
    #expect(abs(posterior.mostProbableRun - 100) < 15)
    #expect(abs(posterior.eventProbability - 0.9) < 0.1)
  }
}
