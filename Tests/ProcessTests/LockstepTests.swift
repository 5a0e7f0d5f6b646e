import Domain
import Testing

extension LockstepRuns {
  @Suite(.enabled(if: Surroundings.hasYear, "needs SOTANO_SHARED with EURUSD_M1_2022.csv.gz"))
  struct LockstepTests {
    @Test(.timeLimit(.minutes(12)))
    func `a week that is played twice gives the same orders and the same changes, byte for byte`() async throws {
      let first = try await Week.undisturbed()
      try await Week.with { stack in
        try await stack.upToTheEnd()
        let second = try await Week.outcome(of: stack)
        #expect(second.changes == first.changes)
        #expect(second.venue == first.venue)
        let venue = try Venue(of: stack)
        #expect(venue.closed.count > 50)
        #expect(try await stack.sotano("changes", "--json").decoded([ListedChange].self).isEmpty == false)
        try await stack.expectWholeJournals()
      }
    }

    @Test(.timeLimit(.minutes(18)), arguments: [1, 2] as [UInt64])
    func `kill -9 of each process at random instants changes no order and no change`(seed: UInt64) async throws {
      let undisturbed = try await Week.undisturbed()
      try await Week.with { stack in
        var random = SplitMix64(seed: seed)
        let victims = Role.allCases.shuffled(using: &random) + Role.allCases.shuffled(using: &random)
        let instants = victims.map { _ in Int.random(in: 1...99, using: &random) * undisturbed.progress / 100 }.sorted()
        var killed = "killed:"
        async let end: Void = stack.upToTheEnd()
        for (victim, instant) in zip(victims, instants) {
          try await until("\(killed); then to come to \(instant)", within: .seconds(300)) { stack.progress >= instant }
          killed += " \(victim.rawValue) at \(instant)"
          let former = try await stack.kill(victim)
          try await stack.back(victim, after: former)
        }
        try await end
        let disturbed = try await Week.outcome(of: stack)
        let venue = try Venue(of: stack)
        #expect(venue.repeated == [])
        #expect(venue.moved == [])
        #expect(disturbed.venue == undisturbed.venue)
        #expect(disturbed.changes == undisturbed.changes)
        try await stack.expectWholeJournals()
      }
    }
  }
}

/// A change as `sotano changes --json` lists it, as far as the tests ask.
struct ListedChange: Decodable {
  struct Measurement: Decodable {
    var finding: String
  }

  var id: Int64
  var stage: String
  var purpose: String
  var measurement: Measurement?
}
