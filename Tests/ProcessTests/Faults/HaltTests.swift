import Domain
import Foundation
import Glibc
import Testing

extension RealProcesses {
  struct HaltTests {
    private struct StopAnswer: Decodable {
      var trip: String
      var latch: Bool
      var socket: Bool
      var verified: Bool
    }

    @Test(.timeLimit(.minutes(10)))
    func `13: a halt flattens, outlives the death of the whole stack, and ends with a person's words only`()
      async throws
    {
      try await Stack.with(["--pace", "max", "--seed", "11", "--set", "gridSpacing=10"]) { stack in
        try await stack.up()
        try await until("some trades", within: .seconds(90)) { try Venue(of: stack).closed.count >= 3 }
        let stop = try await stack.sotano("halt", "--reason", "enough for today", "--json")
        #expect(stop.code == 0, "\(stop.complaint)")
        let answer = try stop.decoded(StopAnswer.self)
        #expect(answer.latch && answer.socket && answer.verified)
        let halted = try Venue(of: stack)
        #expect(halted.open == [])
        try await expectHalted(stack, by: answer.trip, since: halted)

        try stack.killEverything()
        try await stack.up()
        try await expectHalted(stack, by: answer.trip, since: halted)

        let wordless = try await stack.sotano("rearm", "--trip", answer.trip)
        #expect(wordless.code == 64, "\(wordless.complaint)")
        let wrong = try await rearm(stack, "operator-1-1")
        #expect(wrong.code == 65, "\(wrong.complaint)")
        #expect(wrong.complaint.contains("operator-1-1"))
        try await expectHalted(stack, by: answer.trip, since: halted)

        let right = try await rearm(stack, answer.trip)
        #expect(right.code == 0, "\(right.complaint)")
        try await until("trading to go on") { try Venue(of: stack).accepted.count > halted.accepted.count }
        #expect(try await stack.status().level == "active")
        #expect(try Venue(of: stack).repeated == [])
        try await stack.expectWholeJournals()
      }
    }

    private func rearm(_ stack: Stack, _ trip: String) async throws -> Ended {
      try await stack.sotano("rearm", "--trip", trip, "--by", "Ana", "--reason", "looked at it")
    }

    /// Expects the stack to let a market day go by without an order.
    private func expectHalted(
      _ stack: Stack, by trip: String, since venue: Venue, sourceLocation: SourceLocation = #_sourceLocation
    ) async throws {
      let before = try await stack.status()
      try await until("a market day of halt", within: .seconds(60)) {
        try await stack.status().minute > before.minute + 1440
      }
      let after = try await stack.status()
      #expect(after.level == "halted", sourceLocation: sourceLocation)
      #expect(after.flatness == "verified flat", sourceLocation: sourceLocation)
      #expect(after.trips.map(\.id) == [trip], sourceLocation: sourceLocation)
      #expect(try Venue(of: stack).lines == venue.lines, sourceLocation: sourceLocation)
    }

    @Test(.timeLimit(.minutes(6)))
    func `10: with the stop socket gone the latch alone halts within half a second`() async throws {
      try await Stack.with(["--pace", "3600", "--seed", "5", "--set", "gridSpacing=10"]) { stack in
        try await stack.up()
        try await until("three open trades", within: .seconds(60)) { try Venue(of: stack).open.count >= 3 }
        try #require(unlink("\(stack.directory)/sockets/trader.stop") == 0)
        let stop = try await stack.sotano("halt", "--reason", "the socket is gone", "--json")
        #expect(stop.code == 0, "\(stop.complaint)")
        let answer = try stop.decoded(StopAnswer.self)
        #expect(answer.latch)
        // The socket's file may be back by now, see row 43; the latch alone would have done.
        #expect(answer.verified)
        let latch = try #require(FileMark("\(stack.directory)/latch/\(answer.trip).trip"))
        let venue = try Venue(of: stack)
        #expect(venue.open == [])
        #expect(venue.closed.contains { $0.reason == "flattened" })
        // The flattening is the last that the venue hears of, so its log tells when that was.
        let flattened = try #require(FileMark(Venue.path(of: stack)))
        let took = Double(flattened.modified - latch.modified) / 1e6
        print("halted \(took) ms after the latch file")
        #expect(took < 500)
      }
    }

    @Test(.timeLimit(.minutes(6)))
    func `15: a file in the latch that is no whole trip halts`() async throws {
      try await Stack.with(["--pace", "3600", "--seed", "5", "--set", "gridSpacing=10"]) { stack in
        try await stack.up()
        try await until("an open trade", within: .seconds(60)) { try Venue(of: stack).open.count >= 1 }
        try Data("{\"trip\":".utf8).write(to: URL(fileURLWithPath: "\(stack.directory)/latch/torn"))
        let halted = try await eventually("the halt", within: .seconds(10)) {
          let state = try await stack.status()
          return state.level == "halted" && state.flatness == "verified flat" ? state : nil
        }
        #expect(halted.trips.count == 1)
        #expect(halted.trips.allSatisfy { $0.reason.contains("torn") })
        #expect(try Venue(of: stack).open == [])
      }
    }
  }
}
