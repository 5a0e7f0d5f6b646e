import Bus
import Domain
import Foundation
import Safety
import Testing
import Wire

extension RealProcesses {
  struct Row12StopTests {
    private struct Incident: Decodable {
      var topic: String
    }

    @Test(.timeLimit(.minutes(4)))
    func `12: the same stop a hundred times from two sources is one trip with both reasons, and one sweep`()
      async throws
    {
      try await Stack.with(["--pace", "3600", "--seed", "5", "--set", "gridSpacing=10"]) { stack in
        try await stack.up()
        try await until("three open trades", within: .seconds(60)) { try Venue(of: stack).open.count >= 3 }
        let bot = try #require(BotName("grid"))
        var client = try RequestClient(
          Context(), connect: Endpoint(path: "\(stack.directory)/sockets/trader.stop"))
        for number in 0..<100 {
          let source = number.isMultiple(of: 2) ? "Ana" : "Bob"
          let trip = Trip(id: "the-one", level: .halted, reason: "seen by \(source)", source: source, time: 1)
          let request = Request(
            bot: bot, id: "person-\(number)", deadline: MonotonicTime.now.milliseconds + 5_000, person: source,
            content: .command(.stop(trip)))
          #expect(try client.request(request, timeout: 5_000).content == .done)
        }
        let state = try await eventually("verified flat") {
          let state = try await stack.status()
          return state.flatness == "verified flat" ? state : nil
        }
        #expect(state.trips.map(\.id) == ["the-one"])
        #expect(state.trips.first?.reason == "seen by Ana; seen by Bob")
        let venue = try Venue(of: stack)
        #expect(venue.repeated == [])
        #expect(venue.open == [])
        let latch = try FileManager.default.contentsOfDirectory(atPath: "\(stack.directory)/latch")
        #expect(latch.filter { $0.hasSuffix(".trip") } == ["the-one.trip"])
      }
    }

    @Test(.timeLimit(.minutes(4)))
    func `14: a venue that does not close is NOT FLAT with the list, again every half minute, and never flat`()
      async throws
    {
      try await inTemporaryFolder { folder in
        let file = "\(folder)/refusing.yaml"
        try Data("trader:\n  venueFault: refusesToClose\n".utf8).write(to: URL(fileURLWithPath: file))
        let stack = Stack(
          folder: folder,
          arguments: [
            "--pace", "3600", "--seed", "5", "--set", "gridSpacing=10", "--set", "takeProfit=100", "--set",
            "stopLoss=150",
            "--config", file,
          ])
        try await stack.up()
        try await until("an open trade", within: .seconds(60)) { try Venue(of: stack).open.count >= 1 }
        async let alarms = stack.sotano("tap", "incident.*", "--count", "2", "--timeout", "75")
        let stop = try await stack.sotano("halt", "--reason", "a test", "--timeout", "3")
        #expect(stop.code == 75, "\(stop.output)")
        #expect(stop.output.contains("NOT FLAT"))
        let heard = try await alarms
        #expect(heard.code == 0, "\(heard.complaint)")
        let lines = heard.output.split(separator: "\n")
        #expect(lines.allSatisfy { $0.contains("notFlat") || $0.contains("NOT_FLAT") }, "\(heard.output)")
        #expect(try await stack.status().flatness == "NOT FLAT")
        #expect(stack.alarms.contains { $0.contains("trader NOT_FLAT: still open: ") })
        let trip = try #require(try await stack.status().trips.first?.id)
        let rearm = try await stack.sotano("rearm", "--trip", trip, "--by", "Ana", "--reason", "a test")
        #expect(rearm.code != 0)
      }
    }

    @Test(.timeLimit(.minutes(4)))
    func `22: a peer that claims to be the optimizer or a named nobody is refused, and it is written down`()
      async throws
    {
      try await Stack.with(["--pace", "600", "--seed", "5"]) { stack in
        try await stack.up()
        try await until("the bot to be active") { try await stack.status().level == "active" }
        let bot = try #require(BotName("grid"))
        let forged = ApplyRequest(
          change: ChangeID(1), parameter: .lotSize, value: .lots(Lots(hundredths: 9)), purpose: .byHand,
          expected: .first, fence: .max, approves: true)
        var client = try RequestClient(
          Context(), connect: Endpoint(path: "\(stack.directory)/sockets/trader.req"))
        for person in [nil, "optimizer"] {
          let request = Request(
            bot: bot, id: "optimizer-\(person ?? "none")", deadline: MonotonicTime.now.milliseconds + 5_000,
            person: person, content: .command(.apply(forged)))
          guard case .refused(.notAuthorised) = try client.request(request, timeout: 5_000).content else {
            Issue.record("a forged change was not refused")
            continue
          }
        }
        #expect(try await stack.query(.trader, "SELECT count(*) FROM chain WHERE kind = 'incident'") != "0")
        #expect(try await stack.status().version == 1)
      }
    }
  }
}
