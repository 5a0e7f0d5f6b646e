import Domain
import RealModule
import Testing

@testable import ReferenceStatistics

struct SequentialMultinomialTests {
  @Test func `looking after every assignment keeps the error rate`() {
    var random = SplitMix64(seed: 31)
    var alarms = 0
    for _ in 0..<300 {
      var test = SequentialMultinomial(shares: [0.5, 0.25, 0.25])
      for _ in 0..<300 {
        let unit = random.nextUnit()
        test.observe(unit < 0.5 ? 0 : unit < 0.75 ? 1 : 2)
      }
      if test.rejects(at: 0.1) { alarms += 1 }
    }
    // 10 % of 300 and three standard errors.
    #expect(alarms <= 45)
  }

  @Test func `a wrong ratio is found`() {
    var random = SplitMix64(seed: 32)
    var test = SequentialMultinomial(shares: [0.5, 0.5])
    for _ in 0..<3000 { test.observe(random.nextUnit() < 0.42 ? 0 : 1) }
    #expect(test.pValue < 0.001 && test.rejects(at: 0.001))
  }

  @Test func `the odds depend on the counts and not on their order`() {
    var forward = SequentialMultinomial(shares: [0.3, 0.7], concentration: 20)
    var backward = SequentialMultinomial(shares: [0.3, 0.7], concentration: 20)
    for index in 0..<200 {
      forward.observe(index < 80 ? 0 : 1)
      backward.observe(index < 120 ? 1 : 0)
    }
    #expect(forward.counts == backward.counts)
    #expect(abs(forward.logOdds - backward.logOdds) < 1e-10)
  }

  @Test func `the next assignment is a fair bet when the plan is kept`() {
    var random = SplitMix64(seed: 33)
    let shares = [0.2, 0.3, 0.5]
    var test = SequentialMultinomial(shares: shares)
    for _ in 0..<200 {
      let expectation = shares.indices.reduce(0.0) { sum, category in
        var next = test
        next.observe(category)
        return sum + shares[category] * .exp(next.logOdds - test.logOdds)
      }
      #expect(abs(expectation - 1) < 1e-12)
      test.observe(Int(random.nextUnit() * 3))
    }
  }
}
