import Domain
import Evaluation
import Foundation

/// An evaluation as data. Nothing in it depends on the clock or the machine: equal evaluations give equal bytes.
struct EvaluateReport: Encodable {
  /// The tuned bot against its activity-matched twin, over the files from which it did not withdraw, and the rest.
  let pooled: Rated<EvaluatePooled>
  let files: [Rated<EvaluateFile>]
  /// Whether every file was judged; false after Ctrl-C.
  let isComplete: Bool
  /// Policies in force, the most urgent first.
  let policies: [String]
  let resamples: Int
  let seed: UInt64

  /// - Parameters:
  ///   - judged: at least one file, all by the same plan.
  ///   - months: of each stretch of a walk forward; `nil` for none.
  init(_ judged: [EvaluateShards.Judged], of count: Int, walkForward months: Int?) {
    let evaluations = judged.map { (name: $0.name, evaluation: $0.evaluation) }
    pooled = Rated(
      ratios: EvaluateRatios(\.tunedAgainstTwin, evaluations.filter { !$0.evaluation.isWithdrawn }),
      figures: EvaluatePooled(evaluations))
    files = judged.map { file in
      let evaluation = file.evaluation
      let walk = months.map {
        WalkForward(
          evaluation.tuned.course, against: evaluation.twin, months: $0, resamples: file.plan.resamples,
          seed: file.plan.seed)
      }
      return Rated(
        ratios: EvaluateRatios(evaluation.tunedAgainstTwin, balance: evaluation.tuned.balance.value),
        figures: EvaluateFile(file.name, evaluation, notices: file.notices, walkForward: walk))
    }
    isComplete = judged.count == count
    policies = judged.first?.plan.policies ?? []
    resamples = judged.first?.plan.resamples ?? 0
    seed = judged.first?.plan.seed ?? 0
  }

  /// JSON with sorted keys and undefined numbers as null.
  func json() throws -> Data {
    let encoder = JSONEncoder()
    encoder.keyEncodingStrategy = .convertToSnakeCase
    encoder.outputFormatting = [.sortedKeys, .prettyPrinted, .withoutEscapingSlashes]
    return try encoder.encode(self) + Data("\n".utf8)
  }
}
