import Bus
import Domain
import Foundation
import Glibc
import Safety
import Synchronization
import Testing
import Wire

extension RealProcesses {
  struct Row57StopFloodTests {
    /// Asks without end until told to stop; the stops are distinct, or one again and again.
    private static func flood(_ stack: Stack, _ number: Int, ended: Flag) -> Thread {
      let thread = Thread {
        guard var stopper = try? Stopper(stack) else { return }
        var count = 0
        while !ended.isSet {
          count += 1
          let id = number.isMultiple(of: 3) ? "same" : "flood-\(number)-\(count)"
          try? stopper.stop(.test(id, .frozen, "reason \(count)", time: Int64(count)))
        }
        ended.add(count)
      }
      thread.start()
      return thread
    }

    private final class Flag: Sendable {
      private let state = Mutex((isSet: false, count: 0))
      var isSet: Bool { state.withLock { $0.isSet } }
      var count: Int { state.withLock { $0.count } }
      func set() { state.withLock { $0.isSet = true } }
      func add(_ count: Int) { state.withLock { $0.count += count } }
    }

    @Test(.timeLimit(.minutes(6)))
    func `57: in a flood of stops from many clients a halt is acknowledged in half a second and flat in five`()
      async throws
    {
      try await Stack.withOpenTrades { stack in
        let born = try #require(try await stack.status()[.trader]?.epoch)
        let ended = Flag()
        defer { ended.set() }
        for number in 0..<6 { _ = Self.flood(stack, number, ended: ended) }
        try await deaf(stack)
        try await until("the flood to be heard") { try await stack.status().trips.contains { $0.id == "more-frozen" } }
        var stopper = try Stopper(stack)
        let clock = ContinuousClock()
        let asked = clock.now
        try stopper.stop(.test("the-halt", .halted))
        let acknowledged = clock.now - asked
        try await until("no position", within: .seconds(5)) { try Venue(of: stack).open.isEmpty }
        print("acknowledged after \(acknowledged), closed after \(clock.now - asked)")
        #expect(acknowledged < .milliseconds(500))
        let state = try await stack.halted(within: .seconds(5))
        ended.set()
        #expect(state[.trader]?.epoch == born)
        #expect(state.trips.count < 400)
        #expect(state.trips.contains { $0.id == "the-halt" })
        let files = try FileManager.default.contentsOfDirectory(atPath: "\(stack.directory)/latch")
        #expect(files.count < 1_100)
      }
    }

    /// A peer that asks and never reads an answer.
    private func deaf(_ stack: Stack) async throws {
      let socket = try RequestSocket(
        Context(), connect: Endpoint(path: "\(stack.directory)/sockets/trader.stop"))
      let bot = try #require(BotName("grid"))
      for number in 0..<2_000 {
        let request = Request(
          bot: bot, id: "deaf-\(number)", deadline: .max, person: "nobody",
          content: .command(.stop(.test("deaf-\(number)", .frozen))))
        _ = try socket.send(try request.encoded())
      }
    }
  }
}
