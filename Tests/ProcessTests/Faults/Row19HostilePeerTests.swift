import Bus
import Domain
import Foundation
import Testing
import Wire

extension RealProcesses {
  struct Row19HostilePeerTests {
    /// Resident memory of a process in MiB, from proc(5).
    private static func memory(of pid: Int32) throws -> Double {
      let text = try String(contentsOfFile: "/proc/\(pid)/statm", encoding: .utf8)
      let pages = text.split(separator: " ").dropFirst().first.flatMap { Double($0) } ?? 0
      return pages * 4096 / 1_048_576
    }

    private static func descriptors(of pid: Int32) throws -> Int {
      try FileManager.default.contentsOfDirectory(atPath: "/proc/\(pid)/fd").count
    }

    private static func trader(_ stack: Stack) async throws -> Int32 {
      try #require(try await stack.status()[.trader]?.pid)
    }

    @Test(.timeLimit(.minutes(4)))
    func `19: a tap that never reads loses its own messages and costs its publisher a bounded queue`() async throws {
      try await Stack.with(["--pace", "36000", "--seed", "3"]) { stack in
        try await stack.up()
        let trader = try await Self.trader(stack)
        var deaf = try Subscriber(Context(), connect: Endpoint(path: "\(stack.directory)/sockets/trader.pub"))
        try deaf.subscribe(.everything)
        // What a queue of 8,192 messages may cost, twice over, is reached within the first 20,000.
        let start = try await stack.status().minute
        try await until("20,000 events to go by", within: .seconds(60)) {
          try await stack.status().minute > start + 4_000
        }
        let full = try Self.memory(of: trader)
        try await until("20,000 events more", within: .seconds(60)) {
          try await stack.status().minute > start + 8_000
        }
        let later = try Self.memory(of: trader)
        print("trader beside a deaf tap: \(full) MiB after 20,000 events, \(later) after 40,000")
        #expect(later - full < 4)
        #expect(try await stack.status()[.trader]?.pid == trader)
        #expect(deaf.malformedMessages == 0)
      }
    }

    @Test(.timeLimit(.minutes(4)))
    func `21: half-open connections and garbage in thousands are dropped, and the descriptors come back`() async throws
    {
      try await Stack.with(["--pace", "600", "--seed", "3"]) { stack in
        try await stack.up()
        let trader = try await Self.trader(stack)
        let before = try Self.descriptors(of: trader)
        async let beats = stack.sotano("tap", "beat.trader", "--count", "30", "--timeout", "20")
        let script = """
          import os, random, socket, sys
          generator = random.Random(1)
          for round in range(10):
              held = []
              for number in range(300):
                  peer = socket.socket(socket.AF_UNIX)
                  peer.settimeout(2)
                  try:
                      peer.connect(sys.argv[1 + number % 3])
                      if number % 2: peer.send(generator.randbytes(generator.randrange(1, 4096)))
                      held.append(peer)
                  except OSError:
                      peer.close()
              for peer in held: peer.close()
          """
        let sockets = ["pub", "req", "stop"].map { "\(stack.directory)/sockets/trader.\($0)" }
        let storm = try await run("python3", ["-c", script] + sockets)
        #expect(storm.code == 0, "\(storm.complaint)")
        let heard = try await beats
        #expect(heard.code == 0, "thirty beats within twenty seconds: \(heard.complaint)")
        try await until("the descriptors to come back", within: .seconds(20)) {
          try Self.descriptors(of: trader) <= before + 4
        }
        #expect(try await stack.status()[.trader]?.pid == trader)
        let stop = try await stack.sotano("halt", "--reason", "a stop still works")
        #expect(stop.code == 0, "\(stop.complaint)")
      }
    }
  }
}
