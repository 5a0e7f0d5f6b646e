import Foundation
import Runtime
import Simulation

/// Looks for each planted bug, the bugs spread over all cores.
struct PlantedRound {
  let seed: UInt64
  let seeds: Int
  let hours: Int

  func run() async -> PlantedReport {
    let start = ContinuousClock.now
    var line = ProgressLine()
    var waiting = PlantedBug.allCases.makeIterator()
    let found = await withTaskGroup(of: PlantedReport.Bug.self) { group in
      func addNext() {
        guard !Signals.isEnding, let bug = waiting.next() else { return }
        group.addTask { find(bug) }
      }
      for _ in 0..<ProcessInfo.processInfo.activeProcessorCount { addNext() }
      var found: [PlantedReport.Bug] = []
      while let bug = await group.next() {
        found.append(bug)
        line.show("\(found.count) of \(PlantedBug.allCases.count) planted bugs looked for")
        addNext()
      }
      return found
    }
    line.finish()
    let order = PlantedBug.allCases.map(\.rawValue)
    let bugs = found.sorted { left, right in
      (order.firstIndex(of: left.bug) ?? 0) < (order.firstIndex(of: right.bug) ?? 0)
    }
    return PlantedReport(bugs: bugs, hours: hours, wallSeconds: start.seconds)
  }

  private func find(_ bug: PlantedBug) -> PlantedReport.Bug {
    let start = ContinuousClock.now
    var events = 0
    for index in 0..<seeds where !Signals.isEnding {
      let scenario = Scenario(seed: seed + UInt64(index), hours: hours, bug: bug)
      let outcome = Simulation().run(scenario)
      events += outcome.events
      guard let violation = outcome.violation else { continue }
      // What breaks without the bug does not count.
      var without = scenario
      without.bug = nil
      guard Simulation().run(without).violation == nil else { continue }
      return PlantedReport.Bug(
        bug: bug.rawValue, seed: scenario.seed, seeds: index + 1, invariant: violation.invariant.rawValue,
        step: violation.at, detail: violation.detail, events: events, seconds: start.seconds)
    }
    return PlantedReport.Bug(bug: bug.rawValue, seeds: seeds, events: events, seconds: start.seconds)
  }
}
