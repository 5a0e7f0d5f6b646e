import Domain
import RealModule
import Testing

@testable import ReferenceStatistics

struct AnytimeTTests {
  @Test func `looking after every observation rejects a true null at most at its rate`() {
    var random = SplitMix64(seed: 21)
    var rejected = 0
    for _ in 0..<400 {
      var test = AnytimeT(phi: 20)
      for _ in 0..<200 { test.observe(random.standardNormal()) }
      if test.rejects(at: 0.1) { rejected += 1 }
    }
    // 10 % of 400 and three standard errors.
    #expect(rejected <= 58)
    #expect(rejected > 0)
  }

  @Test func `a true effect is found and the p-value never rises`() {
    var random = SplitMix64(seed: 22)
    var test = AnytimeT(phi: 20)
    var last = 1.0
    for _ in 0..<400 {
      test.observe(random.standardNormal() + 0.4)
      #expect(test.pValue <= last)
      last = test.pValue
    }
    #expect(test.rejects(at: 0.001))
  }

  @Test func `the interval excludes zero exactly when the evidence at this moment rejects`() throws {
    var random = SplitMix64(seed: 23)
    var test = AnytimeT(phi: 10)
    var excluded = 0
    for _ in 0..<200 {
      test.observe(random.standardNormal() + 0.3)
      guard let interval = test.interval(alpha: 0.05), let evidence = test.logBayesFactor else { continue }
      #expect(interval.contains(0) == (evidence < .log(20)))
      if !interval.contains(0) { excluded += 1 }
    }
    #expect(excluded > 0)
  }

  @Test func `nothing is known without spread or after a value that is not finite`() {
    var test = AnytimeT(phi: 10)
    #expect(test.statistic == nil && test.interval(alpha: 0.05) == nil && test.pValue == 1)
    for _ in 0..<5 { test.observe(2) }
    #expect(test.statistic == nil && !test.rejects(at: 0.05))
    test.observe(3)
    #expect(test.statistic != nil)
    test.observe(.nan)
    #expect(test.statistic == nil && !test.rejects(at: 0.05))
  }

  @Test func `with few observations no statistic is large enough`() {
    #expect(AnytimeT.criticalStatistic(alpha: 0.001, degreesOfFreedom: 1, phi: 10, information: 2) == nil)
  }
}
