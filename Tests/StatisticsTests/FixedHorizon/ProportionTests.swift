import Testing

@testable import ReferenceStatistics
@testable import Statistics

struct ProportionTests {
  @Test func `no trials give no interval`() {
    #expect(WilsonInterval.of(successes: 0, trials: 0) == nil)
    #expect(ClopperPearsonInterval.of(successes: 0, trials: 0) == nil)
  }

  @Test func `intervals stay between zero and one and hold the observed share`() throws {
    for trials in 1...30 {
      for successes in 0...trials {
        let share = Double(successes) / Double(trials)
        for corrected in [false, true] {
          let wilson = try #require(
            WilsonInterval.of(successes: successes, trials: trials, continuityCorrection: corrected))
          #expect(wilson.lower >= 0 && wilson.upper <= 1 && wilson.contains(share))
        }
        let exact = try #require(ClopperPearsonInterval.of(successes: successes, trials: trials))
        #expect(exact.lower >= 0 && exact.upper <= 1 && exact.contains(share))
      }
    }
  }

  @Test func `the exact interval covers at least as often as it says, whatever the truth`() throws {
    let trials = 40
    let intervals = try (0...trials).map { try #require(ClopperPearsonInterval.of(successes: $0, trials: trials)) }
    for step in 1..<100 {
      let truth = Double(step) / 100
      let binomial = Binomial(trials: trials, probability: truth)
      var coverage = 0.0
      for successes in 0...trials where intervals[successes].contains(truth) { coverage += binomial.mass(successes) }
      #expect(coverage >= 0.95, "at \(truth)")
    }
  }

  @Test func `no harm in sixty trials bounds the harm rate below five percent`() throws {
    // Rule of three: 1 − 0.05^(1/60).
    let bound = try #require(ClopperPearsonInterval.upperBound(successes: 0, trials: 60))
    #expect(abs(bound - 0.048_703) < 1e-6)
  }

  @Test func `one of two win rates is the better one`() {
    let a = BetaPosterior(successes: 13, trials: 20)
    let b = BetaPosterior(successes: 600, trials: 1000)
    let forward = BetaBinomialComparison(control: a, treatment: b)
    let backward = BetaBinomialComparison(control: b, treatment: a)
    #expect(abs(forward.probabilityTreatmentWins + backward.probabilityTreatmentWins - 1) < 1e-12)
    // E[max(A − B, 0)] − E[max(B − A, 0)] = E[A] − E[B].
    #expect(
      abs(forward.expectedLossOfTreatment - backward.expectedLossOfTreatment - (a.mean - b.mean)) < 1e-12)
  }
}
