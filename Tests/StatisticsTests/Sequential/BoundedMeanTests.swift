import Domain
import RealModule
import Testing

@testable import ReferenceStatistics

struct BoundedMeanTests {
  /// Values in [0, 1] with mean 0.7: mostly large, now and then nearly nothing.
  private static func draw(_ random: inout SplitMix64) -> Double {
    random.nextUnit() < 0.75 ? 0.8 + 0.2 * random.nextUnit() : 0.1 * random.nextUnit()
  }

  private static let mean = 0.75 * 0.9 + 0.25 * 0.05

  @Test func `the intervals cover the mean at every moment and narrow`() throws {
    var random = SplitMix64(seed: 41)
    var missed = [0, 0, 0, 0]
    for _ in 0..<40 {
      var betting = BettingConfidenceSequence(alpha: 0.1, cells: 40)
      var bernstein = EmpiricalBernsteinSequence(alpha: 0.1)
      var hoeffding = MixtureSequence(method: .hoeffding, alpha: 0.1, bestTime: 25)
      var mixed = MixtureSequence(method: .empiricalBernstein, alpha: 0.1, bestTime: 15)
      var isMissed = [false, false, false, false]
      for count in 1...100 {
        let value = Self.draw(&random)
        betting.observe(value)
        bernstein.observe(value)
        hoeffding.observe(value)
        mixed.observe(value)
        guard count % 10 == 0 else { continue }
        let intervals = [betting.interval, bernstein.interval, hoeffding.interval, mixed.interval]
        for (index, interval) in intervals.enumerated() {
          isMissed[index] = try isMissed[index] || !#require(interval).contains(Self.mean)
        }
      }
      for index in 0..<4 where isMissed[index] { missed[index] += 1 }
      #expect(betting.interval.upperBound - betting.interval.lowerBound < 0.5)
    }
    // 10 % of 40 and three standard errors.
    for count in missed { #expect(count <= 9) }
  }

  @Test func `the share of events is covered and a certain event is not ruled out`() throws {
    var random = SplitMix64(seed: 42)
    var missed = 0
    for _ in 0..<100 {
      var sequence = BernoulliConfidenceSequence(alpha: 0.1, bestTime: 50)
      var isMissed = false
      for count in 1...100 {
        sequence.observe(random.nextUnit() < 0.35)
        if count % 25 == 0 { isMissed = try isMissed || !#require(sequence.interval).contains(0.35) }
      }
      if isMissed { missed += 1 }
    }
    #expect(missed <= 19)
    var certain = BernoulliConfidenceSequence(alpha: 0.1, bestTime: 50)
    #expect(certain.interval == nil)
    certain.observe(events: 30, trials: 30)
    #expect(try #require(certain.interval).upperBound == 1)
    #expect(try #require(certain.interval).lowerBound > 0.7)
  }

  @Test func `the same tail is rarely called different and a worse tail is found`() throws {
    var random = SplitMix64(seed: 43)
    let test = QuantileComparison(probability: 0.1, bestTime: 200)
    var rejected = 0
    for _ in 0..<30 {
      let a = (0..<150).map { _ in random.standardNormal() }
      let b = (0..<150).map { _ in random.standardNormal() }
      if try #require(test.pValue(a, b)) < 0.1 { rejected += 1 }
    }
    #expect(rejected <= 7)
    let usual = (0..<300).map { _ in random.standardNormal() }
    let worse = (0..<300).map { _ in 2.5 * random.standardNormal() }
    #expect(try #require(test.pValue(usual, worse)) < 0.01)
    #expect(test.pValue(usual, worse) == test.pValue(worse, usual))
    #expect(test.pValue([], worse) == nil && test.pValue(usual, [.nan]) == nil)
  }
}
