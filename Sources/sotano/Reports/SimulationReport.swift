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

/// Which planted bugs were found, by which seed, and what that took.
struct PlantedReport: Encodable {
  struct Bug: Encodable {
    var bug: String
    /// The seed that found it; absent where none did.
    var seed: UInt64?
    /// Seeds that were tried.
    var seeds: Int
    var invariant: String?
    /// Milliseconds of the simulation.
    var step: Int64?
    var detail: String?
    /// Events of all seeds that were tried.
    var events: Int
    var seconds: Double

    var row: [String] {
      [
        bug, seed.map { "\($0)" } ?? "not found", "\(seeds)", invariant ?? "", "\(events)", seconds.formatted(2),
      ]
    }
  }

  var bugs: [Bug]
  var hours: Int
  var wallSeconds: Double
  var planted: Int { bugs.count }
  var found: Int { bugs.count { $0.seed != nil } }

  private enum CodingKeys: String, CodingKey {
    case planted, found, hours, bugs, wallSeconds = "wall_s"
  }

  func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(planted, forKey: .planted)
    try container.encode(found, forKey: .found)
    try container.encode(hours, forKey: .hours)
    try container.encode(bugs, forKey: .bugs)
    try container.encode(wallSeconds, forKey: .wallSeconds)
  }

  var text: String {
    var table = Table(["planted bug", "seed", "tried", "found by", "events", "s"])
    for bug in bugs { table.add(bug.row) }
    return "\(table.text)\n\(found) of \(planted) planted bugs found in \(wallSeconds.formatted(1)) s"
  }
}
