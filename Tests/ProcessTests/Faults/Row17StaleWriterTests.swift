import Domain
import Foundation
import Glibc
import Testing

extension RealProcesses {
  struct Row17StaleWriterTests {
    /// What the trader has written down about writers that it would not hear.
    private func fenced(_ stack: Stack, _ words: String) async throws -> Int {
      let count = try await stack.query(
        .trader, "SELECT count(*) FROM chain WHERE kind = 'incident' AND instr(payload, '\(words)') > 0")
      return try #require(Int(count))
    }

    /// Starts an optimizer past the supervisor, which still keeps the one that sleeps.
    private func startSecond(_ stack: Stack) async throws -> Int32 {
      let started = try await run(
        "bash",
        [
          "-c", "setsid \"$0\" --dir \"$1\" >\"$2\" 2>&1 </dev/null & echo $!",
          "\(Surroundings.binaries)/optimizer", stack.directory, "\(stack.folder)/second.log",
        ])
      let second = try #require(Int32(started.output.trimmingCharacters(in: .whitespacesAndNewlines)))
      try await until("the second optimizer to answer") {
        let state = try await stack.status()
        return state[.optimizer]?.answers == true && state[.optimizer]?.pid == second
      }
      return second
    }

    /// Its request lies in the trader's socket while it falls asleep, and is read when another has its role.
    @Test(.timeLimit(.minutes(5)))
    func `17: what an optimizer sent that slept a minute is fenced out, it ends, and only the new one's word counts`()
      async throws
    {
      try await Stack.with(["--pace", "600", "--seed", "3"]) { stack in
        try await stack.up()
        try await stack.changesAreTaken()
        try await stack.supervise("hold", named: "watchdog")
        let trader = try await stack.signal(.trader, SIGSTOP)
        async let asked = stack.sotano(
          "set", "lotSize", "0.09", "--by", "Ana", "--reason", "a test", "--timeout", "3")
        try await until("the change in the outbox") {
          try await stack.query(.optimizer, "SELECT count(*) FROM outbox WHERE settled = 0") == "1"
        }
        // It sends at the end of its turn, and hears nothing before.
        try await until("its turn to end") { try await stack.status()[.optimizer]?.answers == true }
        let sleeper = try await stack.signal(.optimizer, SIGSTOP)
        let asleep = SuspendingClock.now
        unlink("\(stack.directory)/run/optimizer.lock")
        let second = try await startSecond(stack)
        kill(trader, SIGCONT)
        _ = try await asked

        try await until("the new one's request to be carried out") { try await stack.status().version == 2 }
        #expect(try await fenced(stack, "process \(sleeper) was refused") >= 1)
        let before = try await stack.sotano("params", "--json").output
        #expect(before.contains("0.09"))

        try await Task.sleep(until: asleep.advanced(by: .seconds(60)), clock: .suspending)
        kill(sleeper, SIGCONT)
        try await until("the sleeper to end", within: .seconds(10)) { kill(sleeper, 0) != 0 }
        #expect(kill(second, 0) == 0, "the new one goes on")
        #expect(try await stack.sotano("params", "--json").output == before)
        #expect(try await stack.status().version == 2)
        let log = try String(contentsOfFile: "\(stack.directory)/logs/optimizer/current", encoding: .utf8)
        #expect(log.contains("running already") || log.contains("epoch"), "\(log)")
        try await stack.expectWholeJournals()
        kill(second, SIGTERM)
      }
    }

    @Test(.timeLimit(.minutes(5)))
    func `17: an optimizer with an older copy of its journal is refused by name, and moves nothing`()
      async throws
    {
      try await Stack.with(["--pace", "600", "--seed", "3"]) { stack in
        try await stack.up()
        try await stack.changesAreTaken()
        try await stack.supervise("hold", .optimizer)
        let copied = try await run("bash", ["-c", Self.copy, "\(stack.directory)/journals", "\(stack.folder)/older"])
        try #require(copied.code == 0, "\(copied.complaint)")
        try await stack.supervise("resume", .optimizer)
        let former = try await stack.kill(.optimizer)
        try await stack.back(.optimizer, after: former)
        try await stack.changesAreTaken()
        let changed = try await stack.sotano("set", "lotSize", "0.09", "--by", "Ana", "--reason", "a test")
        try #require(changed.code == 0, "\(changed.complaint)")

        try await stack.supervise("hold", .optimizer)
        let restored = try await run("bash", ["-c", Self.copy, "\(stack.folder)/older", "\(stack.directory)/journals"])
        try #require(restored.code == 0, "\(restored.complaint)")
        try await stack.supervise("resume", .optimizer)
        let before = try await stack.sotano("params", "--json").output
        try await until("it to be named") { try await stack.status().trips.map(\.id) == ["journal-optimizer"] }
        let refused = try await stack.sotano(
          "set", "gridSpacing", "21", "--by", "Ana", "--reason", "a test", "--timeout", "2")
        #expect(refused.code != 0, "nothing is accepted that the trader would refuse for ever")
        #expect(try await stack.sotano("params", "--json").output == before)
        #expect(try await stack.status().version == 2)
      }
    }

    private static let copy = """
      mkdir -p "$1" && rm -f "$1"/optimizer.sqlite* && cp "$0"/optimizer.sqlite* "$1"
      """
  }
}
