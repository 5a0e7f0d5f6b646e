import Domain
import Foundation
import Safety
import Testing

extension RealProcesses {
  struct Row55ManyStopsTests {
    @Test(.timeLimit(.minutes(6)))
    func `55: a guard that freezes again and again, with long reasons, kills nobody, and a halt is heard among them`()
      async throws
    {
      try await Stack.withOpenTrades { stack in
        let born = try #require(try await stack.status()[.trader]?.epoch)
        let long = String(repeating: "the spread is far too wide; ", count: 60)
        let latch = Latch(directory: "\(stack.directory)/latch")
        var stopper = try Stopper(stack)
        for number in 0..<1_200 {
          let trip = Trip.test("guard-\(number)", .frozen, "\(number): \(long)", time: Int64(number))
          // As `sotano halt` does it.
          try latch.record(trip)
          try stopper.stop(trip)
        }
        for number in 0..<200 { try stopper.stop(.test("the-one", .frozen, "\(number): \(long)", time: Int64(number))) }
        let frozen = try await stack.status()
        #expect(frozen.level == "frozen")
        #expect(frozen[.trader]?.epoch == born, "the trader has not died of it")
        #expect((100...400).contains(frozen.trips.count), "\(frozen.trips.count) trips are held")
        #expect(frozen.trips.contains { $0.id == "more-frozen" && $0.repeats ?? 0 > 100 })
        let files = try FileManager.default.contentsOfDirectory(atPath: latch.directory)
        #expect(files.count < 1_100, "\(files.count) files")

        let halt = try await stack.sotano("halt")
        #expect(halt.code == 0, "\(halt.output)\n\(halt.complaint)")
        #expect(try Venue(of: stack).open == [])
        let back = try await stack.rearmAll()
        #expect(back.code == 0, "\(back.complaint)")
        let after = try await stack.status()
        #expect(after.trips.isEmpty)
        #expect(after[.trader]?.epoch == born)
        // What was folded is gone for good.
        let victim = try await stack.kill(.trader)
        try await stack.back(.trader, after: victim)
        #expect(try await stack.status().trips.isEmpty)
      }
    }
  }
}
