import Domain
import Glibc
import Testing

extension RealProcesses {
  struct Row06OrphanTests {
    @Test(.timeLimit(.minutes(8)), arguments: [true, false])
    func `6: an order that the venue took and the trader did not live to write down is neither lost nor repeated`(
      mayTrade: Bool
    ) async throws {
      try await Stack.with(["--pace", "1200", "--seed", "7", "--set", "gridSpacing=10"]) { stack in
        try await stack.up()
        try await until("a first order") { try Venue(of: stack).accepted.count > 0 }
        // The trader tells the venue before its journal. While that is locked it stands between the two.
        var order: String?
        var former: Int32 = 0
        for _ in 0..<60 where order == nil {
          let before = try Venue(of: stack).accepted.count
          order = try await stack.holdingJournal(of: .trader) { () -> String? in
            let end = ContinuousClock.now + .milliseconds(600)
            while ContinuousClock.now < end {
              if let fresh = try Venue(of: stack).accepted.dropFirst(before).first {
                former = try await stack.signal(.trader, SIGKILL)
                return fresh.order
              }
              try await Task.sleep(for: .milliseconds(2))
            }
            return nil
          }
        }
        let orphan = try #require(order)
        if !mayTrade {
          // A stop that comes before the trader is back: it must not bring the order to the market again, only home.
          let stop = try await stack.sotano("halt", "--reason", "a test", "--timeout", "30")
          #expect(stop.code == 0, "\(stop.complaint)")
        }
        try await stack.back(.trader, after: former)
        let stop = try await stack.sotano("halt", "--reason", "to count", "--timeout", "30")
        #expect(stop.code == 0, "\(stop.complaint)")
        let venue = try Venue(of: stack)
        #expect(venue.accepted.filter { $0.order == orphan }.count == 1)
        #expect(venue.repeated == [])
        #expect(venue.moved == [])
        #expect(venue.open == [], "what was forgotten is closed too")
        try await stack.expectWholeJournals()
      }
    }
  }
}
