import Domain
import ExperimentEngine
import Testing

@testable import Study

struct PromotionStudyTests {
  static func experiment(_ candidate: CandidateModel, correlation: Double) -> SimulatedExperiment {
    SimulatedExperiment(
      bot: GridBotModel(), candidates: [candidate], correlation: correlation, level: 0.05, horizon: 6_000)
  }

  static func promotions(_ experiment: SimulatedExperiment, runs: Int) -> [Int] {
    (0..<runs).compactMap {
      experiment.run(SplitMix64(seed: 9, scenario: 0, run: UInt64($0))).promotedAt
    }
  }

  /// Sixty runs at two in a hundred: more than six would be wrong with a chance below one in a thousand.
  @Test(arguments: [CandidateModel.equal, .disasters(probability: 0.02), .disasters(probability: 0.01), .scaled])
  func `what gains nothing is hardly ever promoted`(candidate: CandidateModel) {
    #expect(Self.promotions(Self.experiment(candidate, correlation: 0.9), runs: 60).count <= 6)
  }

  @Test func `a profit factor better by a tenth is found, sooner the more alike the arms are`() {
    let alike = Self.promotions(Self.experiment(.better, correlation: 0.95), runs: 40).sorted()
    let unlike = Self.promotions(Self.experiment(.better, correlation: 0.8), runs: 40).sorted()
    #expect(alike.count >= 38 && unlike.count >= 30)
    #expect(alike.allSatisfy { $0 >= 750 })
    #expect(alike[20] < unlike[min(20, unlike.count - 1)])
  }

  @Test func `figures do not depend on who plays which run`() {
    let study = PromotionStudy(runs: 6, seed: 5)
    let scenario = PromotionScenario.all.indices.last ?? 0
    for scenario in [0, scenario] {
      let whole = study.outcomes(of: scenario, runs: 0..<6)
      let parts = [4..<6, 0..<1, 1..<4].map { ($0.lowerBound, study.outcomes(of: scenario, runs: $0)) }
      #expect(whole == parts.sorted { $0.0 < $1.0 }.flatMap(\.1))
    }
    let other = PromotionStudy(runs: 6, seed: 6)
    #expect(study.outcomes(of: 0, runs: 0..<6) != other.outcomes(of: 0, runs: 0..<6) || study.seed == other.seed)
  }

  @Test func `peeking with Welch's test finds differences that are not there`() {
    let naive = NaivePeeking()
    let found = (0..<120).count { naive.run(SplitMix64(seed: 8, scenario: 1, run: UInt64($0))) }
    #expect(found > 24 && found < 66)
  }

  @Test func `keys are unique and every figure has its interval`() {
    let keys = PromotionScenario.all.map(\.key)
    #expect(Set(keys).count == keys.count)
    let share = StudyFigure.share(3, of: 100)
    #expect(share.value == 0.03 && (share.low ?? 1) < 0.01 && (share.high ?? 0) > 0.08)
    let times = StudyFigure.quantile(0.8, of: (1...100).map { $0 <= 90 ? $0 * 10 : nil })
    #expect(times.value == 800 && times.low == 730 && times.high == 890)
    #expect(StudyFigure.quantile(0.8, of: [1, nil, nil]).value == nil)
  }
}
