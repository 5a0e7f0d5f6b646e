import Domain
import Testing

extension RealProcesses {
  struct Row07RestartTests {
    /// Ten market hours a second would be lockstep's work; this is real time, an hour in six seconds.
    private static let market = ["--pace", "600", "--seed", "7", "--set", "gridSpacing=10"]

    @Test(.timeLimit(.minutes(8)))
    func `7: each process that is killed comes back, and the others do not notice`() async throws {
      try await Stack.with(Self.market) { stack in
        try await stack.up()
        for victim in Role.allCases {
          // The supervisor waits a second before it starts again what has not lived for one.
          let before = try await eventually("the whole stack to trade its first minutes") {
            let state = try await stack.status()
            return state.isWhole && state.minute > 20 ? state : nil
          }
          let begin = ContinuousClock.now
          let former = try await stack.kill(victim)
          try await stack.back(victim, after: former)
          print("\(victim.rawValue): ready again \(ContinuousClock.now - begin) after kill -9")
          #expect(ContinuousClock.now - begin < .seconds(10))
          let after = try await eventually("the \(victim.rawValue) to answer", within: .seconds(10)) {
            let state = try await stack.status()
            return state[victim]?.answers == true ? state : nil
          }
          for role in Role.allCases where role != victim {
            #expect(after[role]?.pid == before[role]?.pid, "\(role.rawValue) when \(victim.rawValue) was killed")
            #expect(after[role]?.epoch == before[role]?.epoch, "\(role.rawValue) when \(victim.rawValue) was killed")
          }
          #expect(after[victim]?.epoch == before[victim]?.epoch.map { $0 + 1 })
          #expect(after[victim]?.pid != before[victim]?.pid)
          #expect(after.trips.isEmpty)
          // It is not only there: its part of the market's work goes on.
          try await until("the \(victim.rawValue) to finish another market hour") {
            (try await stack.status()[victim]?.minute ?? 0) > (after[victim]?.minute ?? 0) + 60
          }
        }
        let venue = try Venue(of: stack)
        #expect(venue.repeated == [])
        try await stack.expectWholeJournals()
      }
    }
  }
}
