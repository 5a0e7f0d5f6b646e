import Domain

/// What a person has approved.
struct ApprovalText {
  /// What was approved before, and what is in force now; `nil` where it cannot be read.
  var before: Configuration?
  var now: Configuration?

  /// - Parameters:
  ///   - plans: the steps that were to come.
  ///   - running: the last record of every change; those without a verdict are named.
  func text(_ plans: [PlannedStep], running records: [ChangeRecord]) -> String {
    var lines = ["approved: drift counts from the present configuration, and plans that were on their way end"]
    lines += differences
    lines += plans.map { step in
      "warning: \(step.parameter.rawValue) was in the middle of a plan, at \(step.from) on its way to \(step.target); "
        + "approved is where it stands"
    }
    lines += records.filter { [.applied, .measuring].contains($0.stage) }.map { record in
      "warning: change \(record.id), \(record.parameter.rawValue) \(record.from) -> \(record.to), has no verdict yet; "
        + "approved is its value"
    }
    return lines.joined(separator: "\n")
  }

  private var differences: [String] {
    guard let before, let now else { return [] }
    let changed = Parameter.allCases.filter { before[$0] != now[$0] }
    guard !changed.isEmpty else { return ["  nothing differs from what was approved before"] }
    return changed.map { "  \($0.rawValue) \(now[$0]), before \(before[$0])" }
  }
}
