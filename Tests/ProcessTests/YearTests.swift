import Testing

extension LockstepRuns {
  @Suite(.enabled(if: Surroundings.hasYear, "needs SOTANO_SHARED with EURUSD_M1_2022.csv.gz"))
  struct YearTests {
    /// Rows from January to April, of 372,403.
    private static let third = 124_000

    @Test(.timeLimit(.minutes(30)))
    func `in a third of a year no open trade's stops move, and a planted change is taken back`() async throws {
      try await inTemporaryFolder { folder in
        let path = "\(folder)/EURUSD_M1_2022.csv"
        let rows = "set -o pipefail; (zcat \"$0\" || true) 2>/dev/null | head -n \"$1\" > \"$2\""
        let cut = try await run("bash", ["-c", rows, Surroundings.year, "\(Self.third)", path])
        try #require(cut.code == 0, "\(cut.complaint)")
        _ = try await Self.play(path, least: 500)
      }
    }

    @Test(.timeLimit(.minutes(45)), .enabled(if: Surroundings.hasTime, "takes 11 minutes; SOTANO_LONG=1"))
    func `in a whole year no open trade's stops move, a change is kept, and a planted one is taken back`() async throws
    {
      let changes = try await Self.play(Surroundings.year, least: 1_500)
      #expect(changes.contains { $0.stage == "kept" && ["better", "notWorse"].contains($0.measurement?.finding) })
    }

    /// Plays the data through all five processes.
    ///
    /// - Parameter least: trades that there must be.
    private static func play(_ path: String, least: Int) async throws -> [ListedChange] {
      var changes: [ListedChange] = []
      try await Stack.with(["--data", path, "--pace", "max", "--plant", "stopLoss=50@200"]) { stack in
        try await stack.upToTheEnd()
        let venue = try Venue(of: stack)
        #expect(venue.closed.count > least)
        #expect(venue.moved == [])
        #expect(venue.repeated == [])

        changes = try await stack.sotano("changes", "--json").decoded([ListedChange].self)
        let verdicts = Dictionary(grouping: changes, by: \.stage).mapValues(\.count)
        print("\(venue.closed.count) trades, changes \(verdicts)")
        let planted = try #require(changes.first { $0.purpose == "planted" && $0.stage == "reverted" })

        let story = try await stack.sotano("explain", "\(planted.id)")
        #expect(story.code == 0, "\(story.complaint)")
        for word in ["Reason", "Checked", "Measured", "blocks", "confidence bounds", "Verdict    reverted"] {
          #expect(story.output.contains(word), "\(story.output)")
        }
        try await stack.expectWholeJournals()
      }
      return changes
    }
  }
}
