import Domain
import Foundation
import Simulation
import Subprocess
import Testing

struct SimulationTests {
  @Test func `no seed of a short round breaks a promise`() {
    for seed in 1...12 as ClosedRange<UInt64> {
      let outcome = Simulation().run(Scenario(seed: seed, hours: 4))
      #expect(outcome.violation == nil, "seed \(seed)")
      #expect(outcome.events > 1_000, "seed \(seed)")
    }
  }

  @Test func `the same seed is the same run, to the last event`() {
    let outcomes = (0..<2).map { _ in Simulation().run(Scenario(seed: 9, hours: 4), traces: true) }
    #expect(outcomes[0] == outcomes[1])
    #expect(!outcomes[0].trace.isEmpty)
  }

  /// Those that a few short runs find; all of them are for the built program.
  @Test(arguments: [
    PlantedBug.outboxNotResent, .sequenceGapIgnored, .latchUnreadableReadAsClear, .orderIDReused, .flatAfterOnePoll,
    .driftFromPresentValue, .turnWithoutBudget, .storedBeforeJudged, .stopOnlyDoesNotClose, .stopOnlyEnters,
    .closingsNotBooked, .lostJournalBeginsAnew, .wrongStreamLogAccepted, .longFileReadAsClear, .junkStaysOnReArm,
  ])
  func `a planted bug is found`(bug: PlantedBug) {
    let found = (1...40 as ClosedRange<UInt64>).first { seed in
      Simulation().run(Scenario(seed: seed, hours: 4, bug: bug)).violation != nil
    }
    #expect(found != nil)
  }

  @Test func `a failure is told with no more faults than it needs`() throws {
    let simulation = Simulation()
    let failures = (1...40 as ClosedRange<UInt64>).lazy.map { Scenario(seed: $0, hours: 4, bug: .latchNotReRead) }
      .compactMap { scenario in simulation.run(scenario).violation.map { (scenario, $0) } }
    let (scenario, violation) = try #require(failures.first)
    let (least, outcome) = simulation.shrink(scenario, violation)
    #expect(outcome.violation?.invariant == violation.invariant)
    #expect(least.faults.count <= scenario.faults.count)
    #expect(least.faults.count <= 3, "\(least.faults)")
    for index in least.faults.indices {
      var fewer = least
      fewer.faults.remove(at: index)
      #expect(simulation.run(fewer).violation?.invariant != violation.invariant, "\(least.faults[index]) is not needed")
    }
  }
}

/// The rounds that want an optimised build.
@Suite(.enabled(if: BuiltProgram.path != nil, "SOTANO_BIN does not name the folder of a built sotano"))
struct SimulationRoundTests {
  @Test func `a thousand seeds of a market day break no promise`() async throws {
    let report = try await BuiltProgram.simulate(["--seeds", "1000", "--hours", "24"])
    #expect(report.code == 0, "\(report.output)")
    #expect(report.value?["seeds"] as? Int == 1000)
    #expect((report.value?["violations"] as? [Any])?.isEmpty == true)
  }

  @Test func `every planted bug is found`() async throws {
    let report = try await BuiltProgram.simulate(["--planted"])
    #expect(report.code == 0, "\(report.output)")
    #expect(report.value?["planted"] as? Int == PlantedBug.allCases.count)
    #expect(report.value?["found"] as? Int == PlantedBug.allCases.count)
  }
}

/// `sotano` as it was built for use.
enum BuiltProgram {
  static let path: String? = ProcessInfo.processInfo.environment["SOTANO_BIN"].flatMap { folder in
    FileManager.default.isExecutableFile(atPath: "\(folder)/sotano") ? "\(folder)/sotano" : nil
  }

  static func simulate(_ arguments: [String]) async throws -> (code: Int32, output: String, value: [String: Any]?) {
    let result = try await Subprocess.run(
      .name("env"), arguments: Arguments([path ?? "sotano", "simulate", "--json"] + arguments),
      output: .string(limit: 1 << 22), error: .discarded)
    let code: Int32 = if case .exited(let code) = result.terminationStatus { code } else { -1 }
    let text = result.standardOutput
    let value = try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any]
    return (code, text, value)
  }
}
