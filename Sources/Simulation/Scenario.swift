internal import Domain
package import StopOnly

/// One run of the simulator: everything follows from it.
package struct Scenario: Sendable {
  package var seed: UInt64
  /// Market hours with faults; a calm time follows, in which everything must converge.
  package var hours: Int
  package var faults: [ScheduledFault]
  package var bug: PlantedBug?
  /// What the stop-only mode closes; in every fourth seed what a halt demands, and no more.
  package var policy: FlattenPolicy

  /// Milliseconds of the simulation that a market hour takes: the market goes at 240 times its pace.
  static let hour: Int64 = 15_000
  /// Milliseconds after the last fault until everything must have converged.
  static let calm: Int64 = 90_000

  package init(seed: UInt64, hours: Int, bug: PlantedBug? = nil) {
    self.seed = seed
    self.hours = hours
    self.bug = bug
    var random = SplitMix64(seed: seed ^ 0xf1a7_7e40)
    policy = random.next() % 4 == 0 ? .halted : .always
    var schedule = FaultSchedule(seed: seed, end: Int64(hours) * Self.hour)
    faults = schedule.draw()
  }

  /// When the faults end.
  var end: Int64 { Int64(hours) * Self.hour }
}

/// What came of one run.
package struct SimulationOutcome: Hashable, Sendable {
  package var events: Int
  package var orders: Int
  package var changes: Int
  package var deaths: Int
  package var violation: Violation?
  /// What happened before, latest last; empty unless it was asked for.
  package var trace: [String]
}
