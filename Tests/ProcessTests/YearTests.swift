import Testing

extension RealProcesses {
  @Suite(.enabled(if: Surroundings.hasYear, "needs SOTANO_SHARED with EURUSD_M1_2022.csv.gz"))
  struct YearTests {
    @Test(.timeLimit(.minutes(45)))
    func `in a whole year no open trade's stops move, a change is kept, and a planted one is taken back`() async throws
    {
      try await Stack.with(["--data", Surroundings.year, "--pace", "max", "--plant", "stopLoss=50@200"]) { stack in
        try await stack.upToTheEnd()
        let venue = try Venue(of: stack)
        #expect(venue.closed.count > 500)
        #expect(venue.moved == [])
        #expect(venue.repeated == [])

        let listing = try await stack.sotano("changes", "--json")
        let changes = try listing.decoded([ListedChange].self)
        let verdicts = Dictionary(grouping: changes, by: \.stage).mapValues(\.count)
        print("a year: \(venue.closed.count) trades, changes \(verdicts)")
        #expect(changes.contains { $0.stage == "kept" && ["better", "notWorse"].contains($0.measurement?.finding) })
        let planted = try #require(changes.first { $0.purpose == "planted" && $0.stage == "reverted" })

        let story = try await stack.sotano("explain", "\(planted.id)")
        #expect(story.code == 0, "\(story.complaint)")
        for word in ["Reason", "Checked", "Measured", "blocks", "confidence bounds", "Verdict    reverted"] {
          #expect(story.output.contains(word), "\(story.output)")
        }
        try await stack.expectWholeJournals()
      }
    }
  }
}
