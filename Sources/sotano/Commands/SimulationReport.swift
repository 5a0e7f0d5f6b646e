import Simulation

/// What a round of seeds showed.
struct SimulationReport: Encodable {
  struct Failure: Encodable {
    var seed: UInt64
    var hours: Int
    var invariant: String
    /// Milliseconds of the simulation.
    var step: Int64
    var detail: String
    /// The fewest faults found that lead there.
    var faults: [String]
    var trace: [String]

    init(_ scenario: Scenario, _ violation: Violation, trace: [String]) {
      seed = scenario.seed
      hours = scenario.hours
      invariant = violation.invariant.rawValue
      step = violation.at
      detail = violation.detail
      faults = scenario.faults.map(\.description)
      self.trace = trace
    }

    var text: String {
      (["seed \(seed), \(invariant) at \(step) ms: \(detail)", "  faults:"] + faults.map { "    \($0)" }
        + (trace.isEmpty ? [] : ["  what happened last:"] + trace.suffix(25).map { "    \($0)" }))
        .joined(separator: "\n")
    }
  }

  var seeds: Int
  var firstSeed: UInt64
  var hours: Int
  var events: Int
  var orders: Int
  var changes: Int
  var deaths: Int
  var violations: [Failure]
  var wallSeconds: Double

  private enum CodingKeys: String, CodingKey {
    case seeds, firstSeed = "first_seed", hours, events, orders, changes, deaths, violations, wallSeconds = "wall_s"
  }

  var text: String {
    let summary = """
      \(seeds) seeds of \(hours) market hours in \(wallSeconds.formatted(1)) s: \(events) events, \(deaths) deaths, \
      \(orders) orders, \(changes) changes
      """
    guard !violations.isEmpty else { return "\(summary)\nno promise was broken" }
    return (["\(summary)", "\(violations.count) seeds broke a promise:"] + violations.map(\.text))
      .joined(separator: "\n")
  }
}
