import Domain
import Foundation
import Testing

extension RealProcesses {
  struct Row20PublisherTests {
    private struct Beaten: Decodable {
      struct Header: Decodable {
        var epoch: String
      }
      var header: Header
    }

    /// A subscriber resumes a publisher's stream where it was, and has nothing left to request a second later.
    @Test(.timeLimit(.minutes(4)))
    func `20: a publisher that restarts is read on by everybody within a second, and no trade is missed or doubled`()
      async throws
    {
      try await Stack.with(["--pace", "3600", "--seed", "3", "--set", "gridSpacing=10"]) { stack in
        try await stack.up()
        try await until("trades that have closed", within: .seconds(90)) { try Venue(of: stack).closed.count > 2 }
        for publisher in [Role.trader, .monitor, .trader, .experimenter] {
          let before = try #require(try await stack.status()[publisher]?.epoch)
          let former = try await stack.kill(publisher)
          try await stack.back(publisher, after: former)
          let back = ContinuousClock.now
          let state = try await eventually("everybody to be where the trader is") { () -> StackState? in
            let state = try await stack.status()
            let minutes = state.processes.compactMap(\.minute)
            guard state.isWhole, minutes.count == Role.allCases.count, let least = minutes.min(),
              // The trader's minute is asked first, and a market minute takes 17 ms at this pace.
              least >= state.minute
            else { return nil }
            return state
          }
          let took = ContinuousClock.now - back
          print("\(publisher.rawValue) is read on \(took) after its return")
          #expect(took < .seconds(1), "\(publisher.rawValue)")
          #expect(try #require(state[publisher]?.epoch) > before)
          let beat = try await stack.sotano("tap", "beat.\(publisher.rawValue)", "--count", "1", "--timeout", "10")
          #expect(Int64(try beat.decoded(Beaten.self).header.epoch) == state[publisher]?.epoch)
        }
        let halt = try await stack.sotano("halt", "--reason", "enough seen")
        #expect(halt.code == 0, "\(halt.complaint)")
        let venue = try Venue(of: stack)
        #expect(venue.repeated == [] && venue.moved == [] && venue.open.isEmpty)
        #expect((3..<100).contains(venue.closed.count))
        try await until("the monitor to have every trade that the venue closed", within: .seconds(5)) {
          let metrics = try await stack.status().metrics
          return metrics?.trades == venue.closed.count && metrics?.openTrades == 0
        }
        try await stack.expectWholeJournals()
      }
    }
  }
}
