import Domain
import Foundation
import Glibc
import Testing

extension RealProcesses {
  struct Row18SupervisorTests {
    @Test(.timeLimit(.minutes(4)))
    func `18: the supervisor is killed and comes back, and every process goes on as the same one`() async throws {
      try await Stack.with(["--pace", "600", "--seed", "3"]) { stack in
        try await stack.up()
        let before = try await stack.status()
        let text = try String(contentsOfFile: "\(stack.directory)/run/supervisor.pid", encoding: .utf8)
        let supervisor = try #require(Int32(text.trimmingCharacters(in: .whitespacesAndNewlines)))
        try #require(kill(supervisor, SIGKILL) == 0)
        try await until("the supervisor to be gone") { kill(supervisor, 0) != 0 }
        try await stack.up()
        let after = try await eventually("the whole stack") {
          let state = try await stack.status()
          return state.isWhole ? state : nil
        }
        #expect(after.processes.map(\.pid) == before.processes.map(\.pid))
        #expect(after.processes.map(\.epoch) == before.processes.map(\.epoch))
        let former = try await stack.kill(.monitor)
        try await stack.back(.monitor, after: former)
        try await stack.expectWholeJournals()
      }
    }

    @Test(.timeLimit(.minutes(4)))
    func `24: a row that was edited past the program is named with 65, and so is a tail that was cut`() async throws {
      try await Stack.with(["--pace", "max", "--seed", "3", "--minutes", "3000", "--set", "gridSpacing=10"]) { stack in
        try await stack.upToTheEnd()
        try await stack.expectWholeJournals()
        let copy = "\(stack.folder)/copy.sqlite"
        let journal = "\(stack.directory)/journals/trader.sqlite"
        _ = try await stack.query(.trader, "PRAGMA wal_checkpoint(TRUNCATE)")
        try FileManager.default.copyItem(atPath: journal, toPath: copy)
        for (damage, word) in [
          ("UPDATE chain SET payload = x'00' WHERE number = 3", "3"),
          ("DELETE FROM chain WHERE number = 3", "3"),
          ("DELETE FROM chain WHERE number > (SELECT max(number) - 5 FROM chain)", "remember"),
        ] {
          let triggers = try await stack.query(
            .trader, "SELECT group_concat(name, ' ') FROM sqlite_master WHERE type = 'trigger'")
          let drops = triggers.split(separator: " ").map { "DROP TRIGGER \($0)" }
          _ = try await stack.query(.trader, (drops + [damage]).joined(separator: ";;"))
          let ended = try await stack.sotano("verify")
          #expect(ended.code == 65, "\(damage): \(ended.output)")
          #expect((ended.output + ended.complaint).contains(word), "\(damage): \(ended.output)")
          for suffix in ["", "-wal", "-shm"] { unlink(journal + suffix) }
          try FileManager.default.copyItem(atPath: copy, toPath: journal)
        }
      }
    }
  }
}
