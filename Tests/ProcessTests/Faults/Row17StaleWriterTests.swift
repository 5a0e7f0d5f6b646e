import Domain
import Foundation
import Glibc
import Testing

extension RealProcesses {
  struct Row17StaleWriterTests {
    @Test(.timeLimit(.minutes(5)))
    func `17: an optimizer that slept a minute while another took its place ends, and no parameter has moved`()
      async throws
    {
      try await Stack.with(["--pace", "600", "--seed", "3"]) { stack in
        try await stack.up()
        try await until("the bot to be active") { try await stack.status().level == "active" }
        try await stack.supervise("hold", named: "watchdog")
        let before = try await stack.sotano("params", "--json").output
        let sleeper = try await stack.signal(.optimizer, SIGSTOP)
        let asleep = SuspendingClock.now
        unlink("\(stack.directory)/run/optimizer.lock")
        // Another one, started past the supervisor, which still keeps the sleeper.
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
        try await Task.sleep(until: asleep.advanced(by: .seconds(60)), clock: .suspending)
        kill(sleeper, SIGCONT)
        try await until("the sleeper to end", within: .seconds(10)) { kill(sleeper, 0) != 0 }
        #expect(kill(second, 0) == 0, "the new one goes on")
        #expect(try await stack.sotano("params", "--json").output == before)
        let log = try String(contentsOfFile: "\(stack.directory)/logs/optimizer/current", encoding: .utf8)
        #expect(log.contains("running already") || log.contains("epoch"), "\(log)")
        kill(second, SIGTERM)
      }
    }
  }
}
