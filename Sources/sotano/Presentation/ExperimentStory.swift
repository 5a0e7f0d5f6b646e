import Domain
import Foundation

/// One experiment told from its registration to its end.
struct ExperimentStory {
  var report: ExperimentReport
  var history: [JournalledEvents.Experiment]

  var text: String {
    var lines = [
      "Experiment \(report.id): \(report.candidates.map(\.name).joined(separator: " | "))",
      "",
      "Hypothesis  \(report.hypothesis)",
      "Asked by    \(report.by), priority \(report.priority)",
      "Metric      \(report.metric)",
      "Rule        \(report.stoppingRule)",
      "Seed        \(report.seed)",
      "Level       \(levelText)",
      "Stage       \(report.stage.words)",
    ]
    lines += report.story.map { "Passed      \($0)" }
    lines.append("")
    lines.append(numbers)
    if let ramp = report.ramp { lines += ["", told(ramp)] }
    if let forecast { lines += ["", forecast] }
    lines.append("")
    lines += milestones
    if !report.conclusion.isEmpty { lines += ["", "Verdict     \(report.stage.rawValue): \(report.conclusion)"] }
    return lines.joined(separator: "\n")
  }

  private var levelText: String {
    guard report.level > 0 else { return "not given yet: it waits" }
    let share = report.level / Double(max(1, report.candidates.count))
    return "\(report.level.formatted(5)) by e-LOND, \(share.formatted(5)) a candidate"
  }

  private var numbers: String {
    var table = Table([
      "candidate", "blocks", "mean a block", "confidence sequence", "log e-value", "needed", "correlation",
      "confidence",
    ])
    let share = report.level / Double(max(1, report.candidates.count))
    for (place, candidate) in report.candidates.enumerated() {
      table.add([
        candidate.name + (report.winner == place ? " (winner)" : ""), "\(candidate.blocks)",
        candidate.meanPerBlock.text(), "\(candidate.lowerBound.text()) to \(candidate.upperBound.text())",
        candidate.logEValue.formatted(2), share > 0 ? (-log(share)).formatted(2) : "-",
        candidate.correlation.text(), candidate.confidence.text(),
      ])
    }
    return table.text
  }

  private func told(_ ramp: LiveRampReport) -> String {
    """
    Live ramp   change \(ramp.change), turn \(ramp.turn) of at least \(ramp.planned): the \
    \(ramp.isCandidate ? "candidate" : "incumbent") opens trades; \(ramp.pairs) matched pairs settled, mean \
    \(ramp.meanPerPair.text()) a pair, bounds \(ramp.lowerBound.text()) to \(ramp.upperBound.text())
    """
  }

  private var forecast: String? {
    guard let trades = report.remainingTrades.known else { return nil }
    let days = report.remainingDays.known.map { ", \($0.formatted(1)) market days" } ?? ""
    return "Expected    about \(Int(saturating: trades)) more trades\(days) in this stage"
  }

  /// When each stage was first reported.
  private var milestones: [String] {
    var lines: [String] = []
    var last: ExperimentReport.Stage?
    for moment in history where moment.report.stage != last {
      last = moment.report.stage
      lines.append("\(moment.time.text)  \(moment.report.stage.words)")
    }
    return lines
  }
}

extension ExperimentReport.Stage {
  /// For a person.
  var words: String {
    switch self {
    case .queued: "queued"
    case .replay: "replay of the stored quotes"
    case .pairedShadow: "paired shadows on the live quotes"
    case .liveRamp: "live ramp"
    case .fullLive: "full live, the predecessor as a shadow"
    case .promoted: "promoted"
    case .rejected: "rejected"
    case .inconclusive: "inconclusive"
    case .cancelled: "cancelled"
    }
  }
}
