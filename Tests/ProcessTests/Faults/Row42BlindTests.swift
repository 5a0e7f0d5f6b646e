import Domain
import Foundation
import Testing
import Wire

extension RealProcesses {
  struct Row42BlindTests {
    @Test(.timeLimit(.minutes(4)))
    func `42: a monitor that beats and hears nothing is frozen at 3 s and reducing at 10 s, and the trip says so`()
      async throws
    {
      try await Stack.with(["--pace", "600", "--seed", "5"]) { stack in
        try await stack.up()
        try await until("the bot to be active") { try await stack.status().level == "active" }
        let bot = try #require(BotName("grid"))
        let former = try DeafMonitor.lastWord(in: stack, bot: bot)
        #expect(former.heard != nil)
        try await stack.supervise("hold", .monitor)
        let deaf = try DeafMonitor(in: stack, after: former, bot: bot)
        defer { deaf.end() }
        let since = ContinuousClock.now
        try await until("frozen", within: .seconds(8)) { try await stack.status().level == "frozen" }
        let reducing = try await eventually("reducing", within: .seconds(12)) {
          let state = try await stack.status()
          return state.level == "reducing" ? state : nil
        }
        // It was never silent: it has beaten all the time.
        #expect(ContinuousClock.now - since > .seconds(6))
        let reason = try #require(reducing.trips.first?.reason)
        #expect(reason.contains("the monitor beats and has been blind for 10."), "\(reason)")
        #expect(reason.contains("up to event"), "\(reason)")
        let told = try await stack.query(
          .trader, "SELECT count(*) FROM chain WHERE kind = 'incident' AND instr(payload, 'has been blind') > 0")
        #expect(told == "1")
      }
    }
  }
}
