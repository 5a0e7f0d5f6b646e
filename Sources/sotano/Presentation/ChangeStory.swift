import Domain

/// One change told from its proposal to its verdict.
struct ChangeStory {
  var record: ChangeRecord
  var history: [ChangeRecord]
  /// The next step of its plan.
  var planned: PlannedStep?
  /// The last record of every change of the run.
  var others: [ChangeRecord] = []
  /// Every step to come.
  var plans: [PlannedStep] = []
  /// Open-market milliseconds without a trade after which it ends without proof.
  var quietTime: Int64

  var text: String {
    var lines = [
      "Change \(record.id): \(record.parameter.rawValue) \(record.from) -> \(record.to)"
        + (record.target == record.to ? "" : " (a step of a plan to \(record.target))"),
      "",
      "Asked by   \(record.by.name), as \(record.purpose.words)",
      "Reason     \(record.reason)",
    ]
    if !record.evidence.isEmpty { lines.append("Evidence   \(record.evidence)") }
    if let undoes = record.undoes { lines.append("Undoes     change \(undoes)") }
    lines.append("Checked    " + (record.checks.first ?? "nothing"))
    lines += record.checks.dropFirst().map { "           \($0)" }
    if let refusal = record.refusal { lines.append("Refused    \(refusal.sentence)") }
    lines.append("")
    for step in history {
      lines.append("\(time(of: step).text)  \(step.stage.rawValue)" + (step.stage == .applied ? version(step) : ""))
    }
    if let measurement = record.measurement { lines += ["", "Measured   " + told(measurement)] }
    lines += ["", "Verdict    \(verdict)"]
    if let takenBack { lines.append("Taken back \(takenBack)") }
    lines += givenUp.map { "Given up   \($0.from) -> \($0.target): \($0.conclusion ?? "") (change \($0.id))" }
    if let planned {
      lines.append(
        "To come    \(planned.parameter.rawValue) \(planned.from) -> \(planned.next), not before "
          + "\(planned.earliest.text); `sotano cancel \(record.id)` gives it up")
    }
    return lines.joined(separator: "\n")
  }

  private func time(of step: ChangeRecord) -> MarketTime {
    switch step.stage {
    case .proposed, .admitted, .refused, .staged: step.endedAt ?? step.proposedAt
    case .applied: step.appliedAt ?? step.proposedAt
    case .measuring: step.appliedAt ?? step.proposedAt
    case .kept, .reverted, .inconclusive: step.endedAt ?? step.proposedAt
    }
  }

  private func version(_ step: ChangeRecord) -> String {
    step.version.map { " as version \($0)" } ?? ""
  }

  private func told(_ report: MeasurementReport) -> String {
    """
    the new value's shadow against the old one's on the same quotes: \(report.difference.text) over \
    \(report.blocks) blocks (\(report.trades) trades of the old); mean a block \(report.meanPerBlock.text()), \
    confidence bounds \(report.lowerBound.text()) to \(report.upperBound.text()); evidence of harm \
    e^\(report.logHarm.formatted(2)), of gain e^\(report.logGain.formatted(2)); a loss of up to \
    \(report.margin.formatted(2)) a block counts as not worse
    """
  }

  private var verdict: String {
    switch record.stage {
    case .kept: "kept" + because
    case .reverted: "reverted" + because
    case .inconclusive: "inconclusive" + because
    case .refused: "refused, nothing was changed"
    case .proposed, .admitted, .staged: "none yet: it has not been applied"
    case .applied, .measuring:
      "none yet: it is being measured; it ends without proof after \(days(quietTime)) of open market without a trade, or "
        + "\(days(2 * quietTime)) with too few for a block of evidence"
    }
  }

  /// Who took it back and why. A rollback ends later changes of the parameter with the one that it undoes.
  private var takenBack: String? {
    guard record.stage == .reverted else { return nil }
    let undoing = others.filter {
      $0.purpose == .rollback && $0.parameter == record.parameter && $0.id > record.id
        && $0.undoes.map { $0 <= record.id } ?? false
    }
    if let first = undoing.min(by: { $0.id < $1.id }) {
      return "by \(first.by.name) with change \(first.id): \(first.reason)"
    }
    return plans.first { $0.purpose == .rollback && $0.parameter == record.parameter }.map {
      "by \($0.by.name), and the way back is still to come: \($0.reason)"
    }
  }

  /// Later steps of its plan that somebody or something ended before they were sent.
  private var givenUp: [ChangeRecord] {
    guard record.target != record.to else { return [] }
    return others.filter {
      $0.id > record.id && $0.parameter == record.parameter && $0.target == record.target
        && $0.purpose == record.purpose
        && $0.by == record.by && $0.reason == record.reason && $0.stage == .inconclusive && $0.version == nil
        && $0.conclusion != nil
    }
  }

  private func days(_ milliseconds: Int64) -> String {
    milliseconds % MarketTime.day == 0
      ? "\(milliseconds / MarketTime.day) days" : "\(milliseconds / MarketTime.hour) hours"
  }

  private var because: String {
    if let conclusion = record.conclusion { return ": \(conclusion)" }
    return switch record.measurement?.finding {
    case .harmful: ": the shadows proved that it hurts"
    case .better: ": the shadows proved that it helps"
    case .notWorse: ": the shadows proved that it is not worse by more than the margin"
    case .exhausted: ": the window ended without proof; the side with the lower risk stays"
    case .void: ": the evidence became unusable"
    case .open, nil: ""
    }
  }
}

extension ChangePurpose {
  fileprivate var words: String {
    switch self {
    case .lowerRisk: "a lowering of risk, which needs no proof"
    case .returnToApproved: "a step back toward the approved configuration"
    case .byHand: "a change by hand"
    case .remedy: "a remedy, to be measured"
    case .promotion: "the winner of an experiment"
    case .rollback: "a rollback"
    case .planted: "a harmful change planted on purpose, to show the rollback"
    }
  }
}
