import Domain
import Testing

extension RealProcesses {
  struct Row09SilenceTests {
    @Test(.timeLimit(.minutes(4)))
    func `9: thirty seconds without monitor and controller, and the trader halts by itself`() async throws {
      try await Stack.with(["--pace", "600", "--seed", "5", "--set", "gridSpacing=10"]) { stack in
        try await stack.up()
        try await until("an open trade", within: .seconds(60)) { try Venue(of: stack).open.count >= 1 }
        try await stack.supervise("hold", .monitor)
        try await stack.supervise("hold", .controller)
        let silent = ContinuousClock.now
        let halted = try await eventually("the halt", within: .seconds(50)) {
          let state = try await stack.status()
          return state.level == "halted" && state.flatness == "verified flat" ? state : nil
        }
        print("halted and flat \(ContinuousClock.now - silent) after both were gone")
        #expect(ContinuousClock.now - silent > .seconds(25))
        #expect(halted.trips.contains { $0.level == "halted" })
        #expect(try Venue(of: stack).open == [])
      }
    }

    @Test(.timeLimit(.minutes(4)))
    func `9: a down that came to nothing leaves the dead-man awake`() async throws {
      try await Stack.with(["--pace", "600", "--seed", "5", "--set", "gridSpacing=10"]) { stack in
        try await stack.up()
        try await until("the bot to be active") { try await stack.status().level == "active" }
        // As a `down` that was killed leaves it; the next `up` takes it away.
        _ = FileMark.touch("\(stack.directory)/run/planned-down")
        try await until("it to be seen") { try await stack.status().level == "frozen" }
        try await stack.up()
        try await until("the bot to be active again", within: .seconds(20)) {
          try await stack.status().level == "active"
        }
        try await stack.supervise("hold", .monitor)
        try await until("the trip", within: .seconds(20)) { try await stack.status().level == "reducing" }
      }
    }

    @Test(.timeLimit(.minutes(4)))
    func `a planned down trips nothing, in whatever order the processes end`() async throws {
      try await Stack.with(["--pace", "600", "--seed", "5"]) { stack in
        try await stack.up()
        try await until("the bot to be active") { try await stack.status().level == "active" }
        _ = FileMark.touch("\(stack.directory)/run/planned-down")
        try await stack.supervise("hold", .monitor)
        try await stack.supervise("hold", .controller)
        // Three times the silence that makes a trip would be half a minute; the level tells at once.
        let disarmed = ContinuousClock.now + .seconds(12)
        try await until("longer than the silence that reduces") { ContinuousClock.now > disarmed }
        let state = try await stack.status()
        #expect(state.trips.isEmpty)
        #expect(state.level == "frozen")
      }
    }
  }
}
