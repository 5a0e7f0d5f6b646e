import Domain
import Testing

@testable import ReferenceStatistics
@testable import Statistics

struct MeanTests {
  @Test func `too few observations are no estimate`() {
    #expect(WelchTest.difference(treatment: [1], control: [1, 2]) == nil)
    #expect(PairedTest.difference([1]) == nil)
    #expect(SampleMoments([]) == nil)
  }

  @Test func `data that do not vary are certain of their difference`() throws {
    let apart = try #require(WelchTest.difference(treatment: [3, 3, 3], control: [1, 1]))
    #expect(apart.twoSidedP == 0 && apart.greaterP == 0 && apart.lesserP == 1)
    let same = try #require(WelchTest.difference(treatment: [1, 1], control: [1, 1]))
    #expect(same.twoSidedP == 1)
  }

  @Test func `a large mean does not eat the variance`() throws {
    let moments = try #require(SampleMoments([1e9 + 1, 1e9 + 2, 1e9 + 3]))
    #expect(moments.variance == 1)
  }

  @Test func `a true null is rejected about as often as the level says`() throws {
    var generator = SplitMix64(seed: 31)
    var rejections = 0
    for _ in 0..<4000 {
      let a = (0..<12).map { _ in 3 * generator.standardNormal() }
      let b = (0..<25).map { _ in generator.standardNormal() }
      if try #require(WelchTest.difference(treatment: b, control: a)).twoSidedP < 0.05 { rejections += 1 }
    }
    // 200 expected, standard deviation 14.
    #expect((140...260).contains(rejections))
  }

  @Test func `non-inferiority judges against its margin`() throws {
    let differences = [-1.0, 0, 1, -0.5, 0.5]
    let lenient = try #require(PairedTest.nonInferiority(differences, margin: -2))
    let strict = try #require(PairedTest.nonInferiority(differences, margin: 0))
    #expect(lenient.greaterP < 0.01)
    #expect(strict.greaterP == 0.5)
  }

  @Test func `a covariate that explains the outcome shrinks its error and leaves the effect`() throws {
    var generator = SplitMix64(seed: 32)
    func arm(_ effect: Double) -> (outcomes: [Double], covariates: [Double]) {
      let covariates = (0..<500).map { _ in 10 * generator.standardNormal() }
      return (covariates.map { $0 + effect + generator.standardNormal() }, covariates)
    }
    let control = arm(0)
    let treatment = arm(1)
    let adjusted = try #require(
      CupedAdjustment.difference(
        treatment: treatment.outcomes, treatmentCovariate: treatment.covariates, control: control.outcomes,
        controlCovariate: control.covariates)
    ).estimate
    let plain = try #require(WelchTest.difference(treatment: treatment.outcomes, control: control.outcomes))
    #expect(adjusted.standardError < 0.15 * plain.standardError)
    #expect(adjusted.interval(confidence: 0.999).contains(1))
  }

  @Test func `capping wins never touches a loss`() {
    let results = [500, 10, 12, -3, -900, 8, 7.5, 0]
    let capped = Winsor.capWins(results, probability: 0.8)
    #expect(capped.filter { $0 < 0 } == [-3, -900])
    #expect(capped[0] < 500 && capped[3] == -3)
    // A quantile below zero must not pull losses in either.
    #expect(Winsor.capWins([-5, -4, 3], probability: 0.1) == [-5, -4, 0])
  }

  @Test func `without losses a profit factor is undefined`() {
    #expect(ProfitFactor.value(of: []) == nil)
    #expect(ProfitFactor.value(of: [1, 2, 0]) == nil)
    #expect(ProfitFactor(results: [1, 2, 3]) == nil)
    #expect(ProfitFactor.value(of: [6, -2, -1]) == 2)
    #expect(ProfitFactor.value(of: [-2, -1]) == 0)
  }

  @Test func `the interval of a profit factor covers the truth about as often as it says`() throws {
    var generator = SplitMix64(seed: 33)
    var covered = 0
    for _ in 0..<1000 {
      // Wins uniform on (0, 20) with chance 0.6, losses uniform on (0, 25): the true factor is 6 / 5.
      let results = (0..<400).map { _ in
        generator.nextUnit() < 0.6 ? 20 * generator.nextUnit() : -25 * generator.nextUnit()
      }
      if try #require(ProfitFactor(results: results)).deltaInterval().contains(1.2) { covered += 1 }
    }
    #expect((930...970).contains(covered))
  }

  @Test func `unequal shares are noticed and missing arms are unknown`() throws {
    #expect(try #require(SampleRatioMismatch(counts: [500, 510], weights: [1, 1])).p > 0.5)
    #expect(try #require(SampleRatioMismatch(counts: [500, 700], weights: [1, 1])).p < 1e-7)
    #expect(SampleRatioMismatch(counts: [0, 0], weights: [1, 1]) == nil)
    #expect(try #require(SampleRatioMismatch(counts: [10, 1, 10], weights: [1, 0, 1])).p == 0)
  }
}
