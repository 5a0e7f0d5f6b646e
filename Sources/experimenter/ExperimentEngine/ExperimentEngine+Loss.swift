package import Domain
internal import Statistics

extension ExperimentEngine {
  /// Takes up the numbers of the lost experiments, ends those that were under way without a finding, and counts every one
  /// that was begun in this quarter as a test without a discovery: what was tried once counts for ever, and no level may
  /// be spent twice.
  package mutating func goOn(after loss: MemoryLoss) -> [Effect] {
    var last: [ExperimentID: ExperimentReport] = [:]
    for case .experiment(let report) in loss.told { last[report.id] = report }
    let reports = last.values.sorted { $0.id < $1.id }
    lastExperiment = max(lastExperiment, reports.last?.id.number ?? 0)
    quarter = time.open / max(1, settings.quarter)
    var effects: [Effect] = []
    for var report in reports {
      if report.level > 0, report.startedAt.open / max(1, settings.quarter) == quarter {
        levels.record(rejected: false)
      }
      guard !report.stage.isFinal else { continue }
      report.stage = .inconclusive
      report.conclusion = loss.sentence
      report.endedAt = time
      effects.append(.publish(.experiment(report)))
    }
    return effects
  }
}
