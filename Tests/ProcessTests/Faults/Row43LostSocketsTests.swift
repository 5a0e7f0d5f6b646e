import Bus
import Domain
import Foundation
import Safety
import Testing
import Wire

extension RealProcesses {
  struct Row43LostSocketsTests {
    private func processes(_ state: StackState) -> [Int32?] { Role.allCases.map { state[$0]?.pid } }

    @Test(.timeLimit(.minutes(4)), arguments: [false, true])
    func `43: sockets that a cleaner removes are bound again within 2 s, with the directory, and who restarts hears`(
      withDirectory: Bool
    ) async throws {
      try await Stack.with(["--pace", "600", "--seed", "5"]) { stack in
        try await stack.up()
        try await until("the bot to be active") { try await stack.status().level == "active" }
        let before = processes(try await stack.status())
        let sockets = "\(stack.directory)/sockets"
        let names = try FileManager.default.contentsOfDirectory(atPath: sockets).sorted()
        #expect(names.count >= 11, "\(names)")
        if withDirectory {
          try FileManager.default.removeItem(atPath: sockets)
        } else {
          for name in names { try FileManager.default.removeItem(atPath: "\(sockets)/\(name)") }
        }
        try FileManager.default.removeItem(atPath: "\(stack.directory)/run/notify")
        try await until("every socket to be back", within: .seconds(2)) {
          let now = (try? FileManager.default.contentsOfDirectory(atPath: sockets).sorted()) ?? []
          return now == names && FileManager.default.fileExists(atPath: "\(stack.directory)/run/notify")
        }
        let mode = try FileManager.default.attributesOfItem(atPath: sockets)[.posixPermissions] as? Int
        #expect(mode == 0o700)
        // Nobody was replaced, everybody answers, and nothing was lowered.
        let state = try await eventually("everybody to answer") {
          let state = try await stack.status()
          return state.isWhole ? state : nil
        }
        #expect(processes(state) == before)
        #expect(state.trips.isEmpty)
        // Who comes back finds the others by the new files.
        let monitor = try await stack.kill(.monitor)
        try await stack.back(.monitor, after: monitor)
        let minute = try await stack.status().minute
        try await until("the monitor to hear again") { try await stack.status()[.monitor]?.minute ?? 0 > minute + 5 }
        #expect(try await stack.status().level == "active")
        // A stop by the socket alone.
        let bot = try #require(BotName("grid"))
        var client = try RequestClient(Context(), connect: Endpoint(path: "\(sockets)/trader.stop"))
        let trip = Trip(id: "by-socket", level: .halted, reason: "a test", source: "Ana", time: 1)
        let request = Request(
          bot: bot, id: "by-socket", deadline: MonotonicTime.now.milliseconds + 5_000, person: "Ana",
          content: .command(.stop(trip)))
        #expect(try client.request(request, timeout: 5_000).content == .done)
        try await until("verified flat") { try await stack.status().flatness == "verified flat" }
      }
    }
  }
}
