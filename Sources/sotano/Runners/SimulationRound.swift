import Foundation
import Runtime
import Simulation
import Synchronization

/// Seeds on all cores.
struct SimulationRound {
  let seed: UInt64
  let seeds: Int
  let hours: Int

  /// Violations of which the trace is made small; the rest is only counted.
  private static let told = 20

  func run() async -> SimulationReport {
    let start = ContinuousClock.now
    let tally = SimulationTally(seeds: seeds)
    await withTaskGroup(of: Void.self) { group in
      for _ in 0..<ProcessInfo.processInfo.activeProcessorCount {
        group.addTask {
          while !Signals.isEnding, let index = tally.take() {
            let scenario = Scenario(seed: seed + UInt64(index), hours: hours)
            tally.note(scenario, Simulation().run(scenario))
          }
        }
      }
    }
    tally.finish()
    let failures = tally.failures.sorted { $0.0.seed < $1.0.seed }
    let violations = failures.enumerated().map { place, failure in
      guard place < Self.told else { return SimulationReport.Failure(failure.0, failure.1, trace: []) }
      let (least, outcome) = Simulation().shrink(failure.0, failure.1)
      return SimulationReport.Failure(least, outcome.violation ?? failure.1, trace: outcome.trace)
    }
    let sums = tally.sums
    return SimulationReport(
      seeds: sums.runs, firstSeed: seed, hours: hours, events: sums.events, orders: sums.orders,
      changes: sums.changes, deaths: sums.deaths, violations: violations, wallSeconds: start.seconds)
  }
}

extension ContinuousClock.Instant {
  /// Seconds since then.
  var seconds: Double {
    let passed = ContinuousClock.now - self
    return Double(passed.components.seconds) + Double(passed.components.attoseconds) / 1e18
  }
}

/// What the workers of a round have done together.
private final class SimulationTally: Sendable {
  struct Sums {
    var runs = 0
    var events = 0
    var orders = 0
    var changes = 0
    var deaths = 0
  }

  private struct State {
    var next = 0
    var sums = Sums()
    var failures: [(Scenario, Violation)] = []
    var line = ProgressLine()
    var shown = ContinuousClock.now
  }

  private let seeds: Int
  private let state = Mutex(State())

  init(seeds: Int) {
    self.seeds = seeds
  }

  func take() -> Int? {
    state.withLock { state in
      guard state.next < seeds else { return nil }
      defer { state.next += 1 }
      return state.next
    }
  }

  func note(_ scenario: Scenario, _ outcome: SimulationOutcome) {
    state.withLock { state in
      state.sums.runs += 1
      state.sums.events += outcome.events
      state.sums.orders += outcome.orders
      state.sums.changes += outcome.changes
      state.sums.deaths += outcome.deaths
      if let violation = outcome.violation { state.failures.append((scenario, violation)) }
      let now = ContinuousClock.now
      guard now - state.shown > .milliseconds(200) else { return }
      state.shown = now
      let share = Double(state.sums.runs) / Double(seeds)
      state.line.show(
        ProgressBar.text(share, "\(state.sums.runs) of \(seeds) seeds, \(state.failures.count) violations"))
    }
  }

  func finish() {
    state.withLock { $0.line.finish() }
  }

  var sums: Sums { state.withLock { $0.sums } }
  var failures: [(Scenario, Violation)] { state.withLock { $0.failures } }
}
