import ArgumentParser
import Runtime
import Safety
import Simulation

/// Looks for faults of the program under faults of everything else.
struct Simulate: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Run the stack under a virtual clock with seeded faults, and hold its promises at every step.",
    discussion: """
      Each seed is one run: all five processes' cores and the decisions around them, a paper venue, a network that \
      delays, loses, doubles and reorders, disks that fill up, crashes that lose what was not written, hangs, stops and \
      a person who re-arms. A run that breaks a promise is told with its seed and the fewest faults that show it, and \
      the exit code is 70.

        sotano simulate --seeds 2000 --hours 24
        sotano simulate --seeds 1 --seed 4711 --hours 24 --json
        sotano simulate --planted

      With --planted it runs the simulator against faults of the program that were built in on purpose, and says which \
      seed finds each. docs/simulation.md says what is real here and what is a model.
      """)

  @Option(
    help: ArgumentHelp(
      "Runs (default: 200); with --planted the most to try for each bug (default: 400).", valueName: "number"))
  var seeds: Int?
  @Option(help: ArgumentHelp("Market hours of each run (default: 24, with --planted 12).", valueName: "number"))
  var hours: Int?
  @Option(help: ArgumentHelp("The first seed.", valueName: "number")) var seed: UInt64 = 1
  @Flag(help: "Look for each bug that is planted on purpose.") var planted = false
  @Flag(help: "Print JSON.") var json = false

  func validate() throws {
    if runs < 1 { throw ValidationError("--seeds is at least 1.") }
    if !(1...10_000).contains(length) { throw ValidationError("--hours is 1 to 10,000.") }
    if seed > UInt64.max - UInt64(runs) { throw ValidationError("--seed is too large for so many seeds.") }
  }

  /// A planted bug is found sooner by more short runs than by fewer long ones.
  private var runs: Int { seeds ?? (planted ? 400 : 200) }
  private var length: Int { hours ?? (planted ? 12 : 24) }

  func run() async throws {
    Signals.install()
    if planted {
      let report = await PlantedRound(seed: seed, seeds: runs, hours: length).run()
      if json { try say(json: report) } else { say(report.text) }
      guard report.found == report.planted else { throw ExitCode(Sysexits.software.rawValue) }
    } else {
      let report = await SimulationRound(seed: seed, seeds: runs, hours: length).run()
      if json { try say(json: report) } else { say(report.text) }
      guard report.violations.isEmpty else { throw ExitCode(Sysexits.software.rawValue) }
    }
  }
}
