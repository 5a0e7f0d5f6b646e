import Domain
import Foundation
import GridTrading
import Testing

@testable import Evaluation

@Suite struct FileEvaluationTests {
  private func evaluation(tick: (Double) -> Bool = { _ in true }) throws -> FileEvaluation? {
    FileEvaluation(
      try TestMarket.series(minutes: 18_000, seed: 7), profile: try TestMarket.profile(),
      configuration: try TestMarket.busy(), plan: EvaluationPlan(settings: TestMarket.eager, resamples: 100, seed: 2),
      path: .bars, tick: tick)
  }

  @Test func `the same evaluation twice gives the same numbers`() throws {
    let (one, two) = (try #require(try evaluation()), try #require(try evaluation()))
    #expect(one.tuned.changes == two.tuned.changes)
    #expect(one.tuned.log == two.tuned.log)
    for number in [\FileEvaluation.tunedAgainstTwin, \.tunedAgainstFrozen, \.naiveAgainstFrozen] {
      #expect(one[keyPath: number].ratios == two[keyPath: number].ratios)
      #expect(one[keyPath: number].interval(\.profitFactorRatio) == two[keyPath: number].interval(\.profitFactorRatio))
      #expect(one[keyPath: number].netInterval == two[keyPath: number].netInterval)
    }
    #expect(one.ceiling == two.ceiling)
    #expect(one.truths == two.truths)
    #expect(!one.tuned.changes.isEmpty)
  }

  @Test func `the ceiling is not below what the bot began with`() throws {
    let judged = try #require(try evaluation())
    let ceiling = try #require(judged.ceiling)
    #expect(ceiling.tried == 75, "the lower bound leaves three of five spacings")
    #expect(try #require(ceiling.profitFactorRatio) >= 1)
  }

  @Test func `an evaluation that is told to stop gives nothing`() throws {
    #expect(try evaluation(tick: { $0 < 0.2 }) == nil)
  }

  @Test func `a judgement that was written down and read again makes the same comparisons`() throws {
    let judged = try #require(try evaluation())
    let read = try JSONDecoder().decode(FileEvaluation.self, from: try JSONEncoder().encode(judged))
    #expect(read.tuned.changes == judged.tuned.changes)
    #expect(read.tuned.course == judged.tuned.course && read.frozen.twins == judged.frozen.twins)
    #expect(read.truths == judged.truths && read.ceiling == judged.ceiling && read.calibration == judged.calibration)
    for number in [
      \FileEvaluation.tunedAgainstTwin, \.tunedAgainstFrozen, \.naiveAgainstTwin, \.naiveAgainstFrozen,
      \.limitsAgainstFrozen,
    ] {
      #expect(read[keyPath: number].ratios == judged[keyPath: number].ratios)
      #expect(read[keyPath: number].replicates == judged[keyPath: number].replicates)
    }
  }

  @Test func `an interval holds its estimate of the net difference`() throws {
    let judged = try #require(try evaluation())
    let comparison = judged.tunedAgainstFrozen
    let interval = try #require(comparison.netInterval)
    #expect(interval.lower < interval.upper)
    #expect(interval.lower <= comparison.ratios.netDifference && comparison.ratios.netDifference <= interval.upper)
  }
}
