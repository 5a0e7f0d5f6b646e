/// The deterministic fault simulator: the real cores and the real decisions around them in one process, under a virtual
/// clock, while a seed decides what goes wrong.
///
///     let outcome = try Simulation().run(Scenario(seed: 7, hours: 24))
package struct Simulation: Sendable {
  package init() {}

  /// - Parameter traces: whether to keep the last lines of what happened.
  package func run(_ scenario: Scenario, traces: Bool = false) -> SimulationOutcome {
    guard let settings = SimulatedSettings() else { preconditionFailure("EURUSD is a shipped profile") }
    return World(scenario, settings: settings, traces: traces).run()
  }

  /// A scenario that ends the same way with fewer faults and less time, and its outcome with a trace.
  ///
  /// - Parameter runs: how often it may be tried at most.
  package func shrink(_ scenario: Scenario, _ violation: Violation, runs: Int = 60) -> (Scenario, SimulationOutcome) {
    var least = scenario
    var left = runs
    func fails(_ candidate: Scenario) -> Bool {
      left -= 1
      return run(candidate).violation?.invariant == violation.invariant
    }
    let hours = Int(violation.at / Scenario.hour) + 1
    if hours < least.hours {
      var shorter = least
      shorter.hours = hours
      let end = shorter.end
      shorter.faults.removeAll { $0.at >= end }
      if fails(shorter) { least = shorter }
    }
    var size = max(1, least.faults.count / 2)
    while size >= 1, left > 0 {
      let before = least.faults.count
      var start = 0
      while start < least.faults.count, left > 0 {
        var candidate = least
        candidate.faults.removeSubrange(start..<min(start + size, least.faults.count))
        if fails(candidate) { least = candidate } else { start += size }
      }
      // What was needed may no longer be when something else has gone: the last pass is repeated until nothing goes.
      if size > 1 || least.faults.count == before { size /= 2 }
    }
    return (least, run(least, traces: true))
  }
}

/// The last things that happened, for a reader of a failure.
struct Trace {
  let isOn: Bool
  private(set) var lines: [String] = []
  private static let capacity = 60

  init(isOn: Bool) {
    self.isOn = isOn
  }

  mutating func note(_ now: Int64, _ text: @autoclosure () -> String) {
    guard isOn else { return }
    if lines.count == Self.capacity { lines.removeFirst() }
    lines.append("\(now) ms  \(text())")
  }
}
