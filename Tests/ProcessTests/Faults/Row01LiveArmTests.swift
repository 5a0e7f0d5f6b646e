import Domain
import Foundation
import Testing

extension RealProcesses {
  @Suite(
    .enabled(if: Surroundings.hasYear, "needs SOTANO_SHARED with EURUSD_M1_2022.csv.gz"),
    .enabled(if: Surroundings.hasTime, "needs SOTANO_LONG=1"))
  struct Row01LiveArmTests {
    private struct Message: Decodable {
      struct Header: Decodable {
        var sentAtMs: String
      }
      struct Applied: Decodable {
        struct Configuration: Decodable {
          var gridSpacingTenths: Int
        }
        var configuration: Configuration
        var turn: String?
      }
      struct Body: Decodable {
        var configurationApplied: Applied?
      }
      var header: Header
      var body: Body
    }

    private struct Applied {
      var time: Int64
      var spacing: Int
      var turn: Int64
    }

    private struct Parameters: Decodable {
      struct Parameter: Decodable {
        var parameter: String
        var value: String
      }
      var parameters: [Parameter]
    }

    /// The dear year of `ExperimentYearTests`: in its sixth month the wider grid goes live in turns.
    @Test(.timeLimit(.minutes(20)))
    func `1: an experimenter that is killed in the candidate's live turn takes it back once`() async throws {
      try await Stack.with([]) { empty in
        let settings = "\(empty.folder)/dear.yaml"
        try Data("trader:\n  initialBalance: 1000000\ncontroller:\n  policies: []\n".utf8)
          .write(to: URL(fileURLWithPath: settings))
        let stack = Stack(
          folder: empty.folder,
          arguments: [
            "--data", Surroundings.year, "--pace", "max", "--spread", "5", "--set", "gridSpacing=10", "--set",
            "maxSpread=9", "--set", "lotSize=0.01", "--config", settings,
          ])
        try await stack.up()
        _ = try await stack.experiment("start", "--set", "gridSpacing=13", "--hypothesis", "dear", "--by", "ana")
        try await until("the live ramp", within: .seconds(900)) { try await Self.stage(of: stack) == "liveRamp" }

        async let heard = stack.sotano("tap", "parameters.*", "--count", "60", "--timeout", "60")
        // The tap is there when the first turn, the candidate's, is over.
        try await until("the incumbent's turn") { try await Self.spacing(of: stack) == "10" }
        var kills: [Int64] = []
        while kills.count < 4, try await Self.stage(of: stack) == "liveRamp" {
          guard try await Self.spacing(of: stack) == "11" else { continue }
          kills.append(Int64(Date().timeIntervalSince1970 * 1000))
          let former = try await stack.kill(.experimenter)
          try await stack.back(.experimenter, after: former)
          try await until("the candidate to be taken back") { try await Self.spacing(of: stack) == "10" }
        }
        let applied = try await heard.output.split(separator: "\n").compactMap { line -> Applied? in
          let message = try JSONDecoder().decode(Message.self, from: Data(line.utf8))
          guard let applied = message.body.configurationApplied, let turn = applied.turn.flatMap({ Int64($0) }) else {
            return nil
          }
          return Applied(
            time: Int64(message.header.sentAtMs) ?? 0, spacing: applied.configuration.gridSpacingTenths, turn: turn)
        }
        // A turn may have ended between the look and the kill: only kills in the candidate's turn count.
        var counted = 0
        for kill in kills {
          guard let next = applied.firstIndex(where: { $0.time > kill }), next > 0, applied[next - 1].spacing == 110
          else { continue }
          counted += 1
          #expect(applied[next].spacing == 100, "\(applied), killed at \(kill)")
        }
        print("killed in the candidate's turn: \(counted) of \(kills.count)")
        #expect(counted >= 1, "\(kills), \(applied)")
        #expect(zip(applied, applied.dropFirst()).allSatisfy { $0.turn + 1 == $1.turn }, "\(applied)")
        let changes = try await stack.sotano("changes", "--json").decoded([ListedChange].self)
        #expect(!changes.contains { $0.purpose == "rollback" })
        let halt = try await stack.sotano("halt", "--reason", "the way of the stop is undisturbed")
        #expect(halt.code == 0, "\(halt.complaint)")
        try await stack.expectWholeJournals()
      }
    }

    private static func stage(of stack: Stack) async throws -> String? {
      try await stack.experiment("list", "--json").decoded([ListedExperiment].self).first?.stage
    }

    private static func spacing(of stack: Stack) async throws -> String? {
      try await stack.sotano("params", "--json").decoded(Parameters.self).parameters
        .first { $0.parameter == "gridSpacing" }?.value
    }
  }
}
