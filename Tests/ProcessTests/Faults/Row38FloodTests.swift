import Domain
import Foundation
import Safety
import Testing
import Wire

extension RealProcesses {
  /// Valid requests at full speed, from several processes at once. None of them may hold a loop.
  struct Row38FloodTests {
    private static let arguments = ["--pace", "3600", "--seed", "5", "--set", "gridSpacing=10"]

    /// What every flood must leave as it is, and the halt in its middle.
    ///
    /// - Parameters:
    ///   - pause: the longest time between two beats, in milliseconds; the watchdog waits for 1,800.
    ///   - relief: called when the floods are over, before every process must answer again.
    private func expectCalm(
      _ stack: Stack, under floods: [Flood], _ name: String, pause: Int64 = 1_000, relief: () -> Void = {},
      sourceLocation: SourceLocation = #_sourceLocation
    ) async throws {
      try await until("an open trade", within: .seconds(60)) { try Venue(of: stack).open.count >= 1 }
      let before = try await stack.status()
      let beating = Beating(stack)
      var halted = Stack.Halted(acknowledged: .infinity, flat: .infinity)
      let outcomes: [Flood.Outcome]
      do {
        outcomes = try await Flood.run(floods, at: stack) {
          let begin = stack.progress
          try await until("the market to move on beside \(name)", within: .seconds(20)) {
            stack.progress > begin + 4_000
          }
          halted = try await stack.haltAndRearm("in-\(name)")
        }
      } catch {
        print("\(name): longest pauses \(beating.stop())")
        throw error
      }
      let pauses = beating.stop()
      relief()
      let after = try await eventually("the whole stack after \(name)") {
        let state = try await stack.status()
        return state.isWhole ? state : nil
      }
      print(
        "\(name): halt acknowledged after \(halted.acknowledged) ms, verified flat after \(halted.flat) ms; longest pauses",
        "between beats \(pauses.values.max() ?? 0) ms; \(outcomes)")
      for role in Role.allCases {
        #expect(after[role]?.pid == before[role]?.pid, "the \(role) was replaced", sourceLocation: sourceLocation)
        #expect(
          pauses[role, default: .max] < pause, "the \(role)'s beats, after \(pauses)", sourceLocation: sourceLocation)
      }
      #expect(halted.acknowledged <= 500, sourceLocation: sourceLocation)
      #expect(halted.flat <= 5_000, sourceLocation: sourceLocation)
      for (flood, outcome) in zip(floods, outcomes) where flood.reads {
        #expect(outcome.replies > 0, "\(name): \(outcome)", sourceLocation: sourceLocation)
      }
      // Those for which the queue has room are handled, the others refused by name.
      #expect(
        outcomes.contains { $0.busy > 0 }, "refused by name: \(name), \(outcomes)", sourceLocation: sourceLocation)
      #expect(try Venue(of: stack).repeated == [], sourceLocation: sourceLocation)
    }

    @Test(.timeLimit(.minutes(4)))
    func `38: questions at full speed slow who asks, not the trader, its market or a halt`() async throws {
      try await Stack.with(Self.arguments) { stack in
        try await stack.up()
        try await until("a stream to ask for", within: .seconds(60)) { try await stack.status().minute > 500 }
        try await expectCalm(
          stack,
          under: [
            Flood(.trader, .query(.range(from: 1, limit: 10_000)), by: nil),
            Flood(.trader, .query(.snapshot), by: nil, connections: 4), Flood(.trader, .query(.status), by: nil),
          ], "questions")
      }
    }

    @Test(.timeLimit(.minutes(4)))
    func `39: commands at full speed share the disk's syncs, each with its own outcome, and hold nothing`() async throws
    {
      try await Stack.with(Self.arguments) { stack in
        try await stack.up()
        let forged = ApplyRequest(
          change: ChangeID(1), parameter: .lotSize, value: .lots(Lots(hundredths: 9)), purpose: .byHand,
          expected: .first, fence: 1, approves: false)
        try await expectCalm(
          stack,
          under: [
            Flood(.trader, .command(.approve(reason: "again")), connections: 2),
            Flood(.trader, .command(.rearm(trip: "there-is-none", reason: "again"))),
            Flood(.trader, .command(.apply(forged)), by: nil),
          ], "commands")
        try await stack.expectWholeJournals()
      }
    }

    @Test(.timeLimit(.minutes(4)), .enabled(if: Surroundings.hasTime, "takes more than a minute; SOTANO_LONG=1"))
    func `39: with a disk that takes 200 ms a sync a flood of commands keeps neither beats nor a halt waiting`()
      async throws
    {
      try await inTemporaryFolder { folder in
        let disk = try await SlowDisk(in: folder)
        let stack = Stack(
          folder: folder, arguments: ["--pace", "600", "--seed", "5", "--set", "gridSpacing=10"],
          surroundings: disk.surroundings)
        try await stack.up()
        try await until("an open trade", within: .seconds(60)) { try Venue(of: stack).open.count >= 1 }
        defer { disk.recover() }
        try disk.slowDown()
        try await expectCalm(
          stack,
          under: [
            Flood(.trader, .command(.approve(reason: "again")), connections: 2),
            Flood(.optimizer, .command(.rollBack(change: ChangeID(9), reason: "again"))),
          ], "slow-disk", pause: 1_800, relief: disk.recover)
        disk.recover()
        try await stack.expectWholeJournals()
      }
    }

    @Test(.timeLimit(.minutes(4)))
    func `40: the other processes beat on under proposals, rollbacks and experiments without end`() async throws {
      try await Stack.with(Self.arguments) { stack in
        try await stack.up()
        try await stack.changesAreTaken()
        let proposal = Proposal(
          parameter: .gridSpacing, target: .pips(Pips(tenths: 105)), purpose: .byHand, reason: "again", evidence: "")
        let experiment = ExperimentRequest(
          hypothesis: "again", parameter: .takeProfit, values: [.pips(Pips(tenths: 210))], priority: 1)
        try await expectCalm(
          stack,
          under: [
            Flood(.optimizer, .command(.propose(proposal))),
            Flood(.optimizer, .command(.rollBack(change: ChangeID(9), reason: "again"))),
            Flood(.experimenter, .command(.startExperiment(experiment))),
            Flood(.experimenter, .command(.cancelExperiment(ExperimentID(9_000), reason: "again"))),
            Flood(.monitor, .query(.range(from: 1, limit: 10_000)), by: nil),
            Flood(.controller, .query(.snapshot), by: nil),
          ], "proposals")
        try await stack.expectWholeJournals()
      }
    }

    @Test(.timeLimit(.minutes(4)))
    func `41: who sends garbage or the longest requests, holds a thousand connections or reads nothing is bounded`()
      async throws
    {
      try await Stack.with(Self.arguments) { stack in
        try await stack.up()
        try await until("a stream to ask for", within: .seconds(60)) { try await stack.status().minute > 500 }
        let trader = try #require(try await stack.status()[.trader]?.pid)
        let before = try Self.memory(of: trader)
        let longest = Command.approve(reason: String(repeating: "x", count: WireLimits.text))
        var garbage = Flood(.trader, bytes: Array(repeating: 0xff, count: 60_000))
        garbage.connections = 2
        try await expectCalm(
          stack,
          under: [
            Flood(.trader, .command(longest)), Flood(.trader, .query(.status), by: nil, connections: 400),
            Flood(.trader, .query(.range(from: 1, limit: 10_000)), by: nil, connections: 32, reads: false),
            Flood(.trader, .query(.snapshot), by: nil, connections: 32, reads: false),
          ], "hostility")
        let after = try Self.memory(of: trader)
        print("trader: \(before) MiB before, \(after) after")
        #expect(after - before < 64)
        _ = try await Flood.run([garbage], at: stack) {
          let minute = try await stack.status().minute
          try await until("the market to move on beside garbage", within: .seconds(10)) {
            try await stack.status().minute > minute + 60
          }
        }
        #expect(try await stack.status()[.trader]?.pid == trader)
      }
    }

    /// Resident memory of a process in MiB, from proc(5).
    private static func memory(of pid: Int32) throws -> Double {
      let text = try String(contentsOfFile: "/proc/\(pid)/statm", encoding: .utf8)
      let pages = text.split(separator: " ").dropFirst().first.flatMap { Double($0) } ?? 0
      return pages * 4096 / 1_048_576
    }
  }
}
