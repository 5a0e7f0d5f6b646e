import Domain
import Foundation
import Testing

extension RealProcesses {
  @Suite(.enabled(if: Surroundings.hasYear, "needs SOTANO_SHARED with EURUSD_M1_2022.csv.gz"))
  struct ExperimentTests {
    @Test(.timeLimit(.minutes(12)))
    func `a person starts, sees and stops an experiment, and an experimenter that dies goes on with it`() async throws {
      try await Week.with { stack in
        try await stack.up()
        let started = try await stack.experiment(
          "start", "--set", "gridSpacing=13", "--hypothesis", "fewer trades", "--by", "ana", "--json")
        let made = try started.decoded(ListedExperiment.self)
        #expect(made.id == 1 && made.stage == "pairedShadow" && made.hypothesis == "fewer trades")
        #expect(!made.metric.isEmpty && !made.stoppingRule.isEmpty && made.seed != 0)
        let tooFar = try await stack.experiment(
          "start", "--set", "gridSpacing=40", "--hypothesis", "too far", "--by", "ana")
        #expect(tooFar.code == 65 && tooFar.complaint.contains("drift"))
        let queued = try await stack.experiment(
          "start", "--candidate", "takeProfit=22,gridSpacing=12", "--hypothesis", "both", "--by", "ana", "--json")
        #expect(try queued.decoded(ListedExperiment.self).stage == "queued")

        let former = try await stack.kill(.experimenter)
        try await stack.back(.experimenter, after: former)
        let stopped = try await stack.experiment("stop", "1", "--by", "ana", "--reason", "seen enough")
        #expect(stopped.code == 0, "\(stopped.complaint)")
        let list = try await stack.experiment("list", "--json").decoded([ListedExperiment].self)
        #expect(list.map(\.id) == [1, 2])
        #expect(list[0].stage == "cancelled" && list[0].seed == made.seed && list[0].level == 0.05)
        #expect(list[1].stage == "pairedShadow" && list[1].level < 0.05)
        let story = try await stack.experiment("show", "1", "--svg", "\(stack.folder)/1.svg")
        for word in ["Hypothesis", "Seed", "Level", "cancelled: ana: seen enough"] {
          #expect(story.output.contains(word), "\(story.output)")
        }
        #expect(FileManager.default.fileExists(atPath: "\(stack.folder)/1.svg"))
      }
    }
  }

  /// A whole year each; an hour on a slow machine.
  @Suite(
    .enabled(if: Surroundings.hasYear, "needs SOTANO_SHARED with EURUSD_M1_2022.csv.gz"),
    .enabled(if: Surroundings.hasTime, "needs SOTANO_LONG=1"))
  struct ExperimentYearTests {
    @Test(.timeLimit(.minutes(90)))
    func `over a year no arm that does the same as the incumbent is promoted`() async throws {
      try await Stack.with(["--data", Surroundings.year, "--pace", "max"]) { stack in
        try await stack.up()
        _ = try await stack.experiment("start", "--set", "timeframe=M30", "--hypothesis", "nothing", "--by", "ana")
        try await stack.upToTheEnd()
        let list = try await stack.experiment("list", "--json").decoded([ListedExperiment].self)
        #expect(!list.isEmpty && list.allSatisfy { $0.winner == nil })
        print("a year: experiments \(list.map { "\($0.id) \($0.stage)" })")
      }
    }

    @Test(.timeLimit(.minutes(90)))
    func `over a year of dear trades a wider grid is found, ramped in turns, raised in steps and kept`() async throws {
      try await Stack.with([]) { empty in
        let settings = "\(empty.folder)/dear.yaml"
        try Data("trader:\n  initialBalance: 1000000\ncontroller:\n  policies: []\n".utf8)
          .write(to: URL(fileURLWithPath: settings))
        // Every trade pays five pips of spread: the narrow grid of the incumbent pays them most often.
        let arguments = [
          "--data", Surroundings.year, "--pace", "max", "--spread", "5", "--set", "gridSpacing=10", "--set",
          "maxSpread=9", "--set", "lotSize=0.01", "--config", settings,
        ]
        let stack = Stack(folder: empty.folder, arguments: arguments)
        try await stack.up()
        _ = try await stack.experiment("start", "--set", "gridSpacing=13", "--hypothesis", "dear", "--by", "ana")
        try await stack.upToTheEnd()
        let list = try await stack.experiment("list", "--json").decoded([ListedExperiment].self)
        let first = try #require(list.first)
        #expect(first.winner == 0)
        #expect(["fullLive", "promoted"].contains(first.stage), "\(first.stage)")
        let changes = try await stack.sotano("changes", "--json").decoded([ListedChange].self)
        let promotions = changes.filter { $0.purpose == "promotion" }
        #expect(promotions.count == 3 && promotions.allSatisfy { $0.stage == "kept" })
      }
    }
  }
}

/// An experiment as `sotano experiment list --json` has it, as far as the tests ask.
struct ListedExperiment: Decodable {
  var id: Int64
  var stage: String
  var hypothesis: String
  var metric: String
  var stoppingRule: String
  var seed: Int64
  var level: Double
  var winner: Int?
}

extension Stack {
  func experiment(_ command: String, _ arguments: String...) async throws -> Ended {
    try await run("\(Surroundings.binaries)/sotano", ["experiment", command, "--dir", directory] + arguments)
  }
}
