import Domain
import Testing

extension RealProcesses {
  @Suite(
    .enabled(if: Surroundings.hasYear, "needs SOTANO_SHARED with EURUSD_M1_2022.csv.gz"),
    .enabled(if: Surroundings.hasTime, "takes a quarter of an hour; SOTANO_LONG=1 runs it"))
  struct RealTimeWeekTests {
    @Test(.timeLimit(.minutes(30)), arguments: [3] as [UInt64])
    func `kill -9 at random instants of a week at 600 times real time disturbs nobody else`(seed: UInt64) async throws {
      try await Week.with(pace: "600") { stack in
        var random = SplitMix64(seed: seed)
        let victims = (0..<3).flatMap { _ in Role.allCases.shuffled(using: &random) }
        let minutes = victims.map { _ in Int64.random(in: 60...6_600, using: &random) }.sorted()
        async let end: Void = stack.upToTheEnd()
        try await until("the stack to be there", within: .seconds(60)) { (try? await stack.status())?.isWhole == true }
        let start = try await stack.status().minute
        for (victim, minute) in zip(victims, minutes) {
          let before = try await eventually("market minute \(minute)", within: .seconds(900)) {
            let state = try await stack.status()
            return state.isWhole && state.minute - start >= minute ? state : nil
          }
          let former = try await stack.kill(victim)
          let begin = ContinuousClock.now
          try await stack.back(victim, after: former)
          print("minute \(minute): \(victim.rawValue) ready again \(ContinuousClock.now - begin) after kill -9")
          let after = try await stack.status()
          for role in Role.allCases where role != victim {
            #expect(after[role]?.pid == before[role]?.pid, "\(role.rawValue) when \(victim.rawValue) was killed")
          }
          #expect(after.trips.isEmpty)
        }
        try await end
        let venue = try Venue(of: stack)
        print("\(victims.count) kills, \(venue.closed.count) trades")
        #expect(venue.closed.count > 50)
        #expect(venue.repeated == [])
        #expect(venue.moved == [])
        let changes = try await stack.sotano("changes", "--json").decoded([ListedChange].self)
        #expect(changes.isEmpty == false)
        try await stack.expectWholeJournals()
      }
    }
  }
}
