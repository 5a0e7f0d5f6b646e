import Domain
import Foundation
import Testing

extension RealProcesses {
  struct Row25SurroundingsTests {
    private struct Message: Decodable {
      struct Header: Decodable {
        var sentAtMs: String
      }
      var header: Header
    }

    private static let market = ["--pace", "600", "--seed", "3"]

    private static func isActive(_ stack: Stack) async throws -> Bool { try await stack.status().level == "active" }

    @Test(.timeLimit(.minutes(4)))
    func `25: the wall clock jumps an hour forth and two back, and no timer notices`() async throws {
      try await Stack.with([]) { empty in
        let clock = try await WallClock(in: empty.folder)
        let stack = Stack(folder: empty.folder, arguments: Self.market, surroundings: clock.surroundings)
        try await stack.up()
        try await until("the bot to be active") { try await Self.isActive(stack) }
        let before = try await stack.status()
        for shift in [3600, -3600] {
          try clock.move(by: shift)
          let tap = try await stack.sotano("tap", "beat.trader", "--count", "16", "--timeout", "20")
          let messages = try tap.output.split(separator: "\n").map {
            try JSONDecoder().decode(Message.self, from: Data($0.utf8))
          }
          let told = try #require(messages.last.flatMap { Double($0.header.sentAtMs) }) / 1000
          #expect(abs(told - Date().timeIntervalSince1970 - Double(shift)) < 30, "its clock was not moved")
          let state = try await stack.status()
          #expect(state.level == "active" && state.trips.isEmpty)
          #expect(state.processes.map(\.pid) == before.processes.map(\.pid))
          #expect(state.minute > before.minute)
        }
        let halt = try await stack.sotano("halt", "--reason", "the clock is wrong, the stop is not")
        #expect(halt.code == 0, "\(halt.complaint)")
        try await stack.expectWholeJournals()
      }
    }

    /// Two hundred minutes of real ticks, changed by `awk`.
    private static func ticks(_ change: String, to file: String) async throws {
      let program = "\(change) NR > 18001 { exit } 1"
      let script = "gzip -dc \"$1\" | awk -F, -v OFS=, \"$2\" >\"$3\""
      let made = try await run("bash", ["-c", script, "bad", Surroundings.ticks, program, file])
      try #require(made.code == 0, "\(made.complaint)")
    }

    @Test(.timeLimit(.minutes(4)), .enabled(if: Surroundings.hasTicks, "needs SOTANO_SHARED with EURUSD ticks"))
    func `25: one bad tick is refused and told, and trips nothing`() async throws {
      try await Stack.with([]) { empty in
        let file = "\(empty.folder)/EURUSD_bad.csv"
        try await Self.ticks("NR == 9001 { $2 = $2 * 1.5; $3 = $3 * 1.5 }", to: file)
        let stack = Stack(folder: empty.folder, arguments: ["--data", file, "--pace", "max"])
        try await stack.up()
        let end = "\(stack.directory)/run/finished.json"
        try await until("the market to be over") { FileManager.default.fileExists(atPath: end) }
        let state = try await stack.status()
        #expect(state.trips.isEmpty && state.level == "active")
        let refused = try await stack.query(.trader, "SELECT count(*) FROM chain WHERE kind = 'incident'")
        #expect(refused == "1")
        try await stack.expectWholeJournals()
      }
    }

    @Test(
      .timeLimit(.minutes(4)), .enabled(if: Surroundings.hasTicks, "needs SOTANO_SHARED with EURUSD ticks"),
      arguments: ["nan", "inf", ""])
    func `25: a price that is no number is never traded on; the row is named, and mended it goes on`(_ price: String)
      async throws
    {
      try await Stack.with([]) { empty in
        let file = "\(empty.folder)/EURUSD_bad.csv"
        try await Self.ticks("NR == 9001 { $2 = \"\(price)\"; $3 = \"\(price)\" }", to: file)
        let stack = Stack(folder: empty.folder, arguments: ["--data", file, "--pace", "max"])
        let refused = await #expect(throws: Unmet.self) { try await stack.up() }
        #expect(refused?.description.contains("\(file):9001:") == true, "\(String(describing: refused))")
        #expect(stack.alarms.isEmpty, "it is refused before anything is started")
        try await Self.ticks("", to: file)
        try await stack.up()
        try await until("the market to be over") {
          FileManager.default.fileExists(atPath: "\(stack.directory)/run/finished.json")
        }
        let state = try await stack.status()
        #expect(state.trips.isEmpty && state.level == "active")
      }
    }

    @Test(.timeLimit(.minutes(4)))
    func `25: a process with other settings freezes the bot while it runs, and one of another build does not start`()
      async throws
    {
      try await Stack.with(Self.market) { stack in
        try await stack.up()
        try await until("the bot to be active") { try await Self.isActive(stack) }
        let manifest = URL(fileURLWithPath: "\(stack.directory)/run.json")
        let own = try String(contentsOf: manifest, encoding: .utf8)

        // Without the check, as a manifest of an earlier build.
        let unchecked = own.replacing(/,\n  "check" : "[0-9a-f]+"/, with: "")
        let other = unchecked.replacingOccurrences(of: "\"holdbackTrades\" : 1000", with: "\"holdbackTrades\" : 1001")
        try #require(other != unchecked && unchecked != own, "\(own)")
        try await stack.supervise("hold", .experimenter)
        try Data(other.utf8).write(to: manifest, options: .atomic)
        try await stack.supervise("resume", .experimenter)
        try await until("the bot to be frozen") { try await stack.status().level == "frozen" }
        let refused = try await stack.sotano("set", "gridSpacing", "21", "--by", "Ana", "--reason", "now")
        #expect(refused.code == 75 && refused.complaint.contains("frozen"), "\(refused.complaint)")
        let told = try await stack.query(
          .trader, "SELECT count(*) FROM chain WHERE kind = 'incident' AND instr(payload, 'the experimenter runs') > 0")
        #expect(told == "1")

        try await stack.supervise("hold", .experimenter)
        try Data(own.utf8).write(to: manifest, options: .atomic)
        try await stack.supervise("resume", .experimenter)
        try await until("the bot to be active again") { try await Self.isActive(stack) }

        let build = try #require(own.firstMatch(of: /"build" : "([^"]+)"/)).output.1
        try Data(unchecked.replacingOccurrences(of: build, with: "another").utf8).write(to: manifest, options: .atomic)
        let stranger = try await stack.startByHand(.optimizer)
        #expect(stranger.code == 78, "\(stranger.code): \(stranger.complaint)")
        #expect(stranger.complaint.contains("another"))
        try Data(own.utf8).write(to: manifest, options: .atomic)
      }
    }

    @Test(.timeLimit(.minutes(4)))
    func `25: without a single descriptor to spare a stop still halts, and is there after a restart`() async throws {
      try await Stack.with(Self.market) { stack in
        try await stack.up()
        try await until("the bot to be active") { try await Self.isActive(stack) }
        let trader = try #require(try await stack.status()[.trader]?.pid)
        let limited = try await run("prlimit", ["--pid", "\(trader)", "--nofile=3:3"])
        try #require(limited.code == 0, "\(limited.complaint)")
        _ = try await stack.sotano("halt", "--reason", "nothing can be opened")
        let former = try await stack.kill(.trader)
        try await stack.back(.trader, after: former)
        let state = try await eventually("the trader to answer") { () -> StackState? in
          let state = try await stack.status()
          return state[.trader]?.answers == true ? state : nil
        }
        #expect(state.level == "halted")
        #expect(state.trips.contains { $0.reason.contains("nothing can be opened") })
        try await stack.expectWholeJournals()
      }
    }
  }
}
