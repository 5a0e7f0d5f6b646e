import Domain
import Testing

extension RealProcesses {
  struct Row02WatchdogTests {
    @Test(.timeLimit(.minutes(6)), arguments: Stack.Hang.allCases)
    func `2, 8: a process that hangs is replaced within 2.5 s, and nobody waits for it`(hang: Stack.Hang) async throws {
      try await Stack.with(["--pace", "600", "--seed", "3"]) { stack in
        try await stack.up()
        for victim in [Role.experimenter, .controller] {
          let before = try await eventually("the bot to be active") {
            let state = try await stack.status()
            return state.isWhole && state.level == "active" ? state : nil
          }
          let begin = ContinuousClock.now
          let (former, release) = try await stack.hang(victim, hang)
          try await stack.back(victim, after: former, within: .seconds(10))
          let took = ContinuousClock.now - begin
          release()
          print("\(victim.rawValue), \(hang.rawValue): another one is ready after \(took)")
          #expect(took < .milliseconds(2_500))
          let after = try await stack.status()
          for role in Role.allCases where role != victim {
            #expect(after[role]?.pid == before[role]?.pid, "\(role.rawValue) when the \(victim.rawValue) hung")
            #expect(after[role]?.answers == true, "\(role.rawValue) when the \(victim.rawValue) hung")
          }
          #expect(after[victim]?.pid != former)
          #expect(after.trips.isEmpty)
        }
        try await stack.expectWholeJournals()
      }
    }
  }
}
