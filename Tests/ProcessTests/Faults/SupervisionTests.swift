import Domain
import Foundation
import Testing

extension RealProcesses {
  struct SupervisionTests {
    private static let market = ["--pace", "600", "--seed", "3"]

    @Test(.timeLimit(.minutes(6)))
    func `16: a second instance started by hand ends with 69 and the first keeps its sockets`() async throws {
      try await Stack.with(Self.market) { stack in
        try await stack.up()
        let before = try await stack.status()
        let sockets = "\(stack.directory)/sockets"
        let names = try FileManager.default.contentsOfDirectory(atPath: sockets).sorted()
        #expect(names.count == 2 * Role.allCases.count + 1)
        let inodes = names.map { FileMark("\(sockets)/\($0)")?.inode }
        for role in Role.allCases {
          let second = try await stack.startByHand(role)
          #expect(second.code == 69, "\(role.rawValue): \(second.complaint)")
          #expect(!second.complaint.isEmpty)
        }
        #expect(names.map { FileMark("\(sockets)/\($0)")?.inode } == inodes)
        let after = try await stack.status()
        #expect(after.isWhole)
        #expect(after.processes.map(\.pid) == before.processes.map(\.pid))
        try await stack.expectWholeJournals()
      }
    }

    @Test(.timeLimit(.minutes(8)))
    func `3: a module that dies again and again is given up with one alarm, and the rest run`() async throws {
      try await Stack.with(Self.market) { stack in
        try await stack.up()
        let before = try await stack.status()
        var last: Int32 = 0
        for _ in 1...5 {
          try await stack.back(.experimenter, after: last)
          last = try await stack.kill(.experimenter)
        }
        try await until("the experimenter to be given up") {
          try await stack.status()[.experimenter]?.state == "failed"
        }
        let alarms = FileManager.default.contents(atPath: "\(stack.directory)/alarms") ?? Data()
        let lines = String(decoding: alarms, as: UTF8.self).split(separator: "\n")
        #expect(lines.count == 1)
        #expect(lines.first?.contains("experimenter") == true)
        let after = try await stack.status()
        for role in Role.allCases where role != .experimenter {
          #expect(after[role]?.pid == before[role]?.pid, "\(role.rawValue)")
          #expect(after[role]?.answers == true, "\(role.rawValue)")
        }
        try await stack.supervise("resume", .experimenter)
        try await until("the experimenter to answer after it was resumed") { try await stack.status().isWhole }
      }
    }

    @Test(.timeLimit(.minutes(8)))
    func `7: without the monitor the bot is frozen after 3 s, reducing after 10 s, and its return clears frozen only`()
      async throws
    {
      try await Stack.with(Self.market) { stack in
        try await stack.up()
        try await until("the bot to be active", within: .seconds(30)) { try await stack.status().level == "active" }

        try await stack.supervise("hold", .monitor)
        let silent = ContinuousClock.now
        try await until("the freeze") { try await stack.status().level == "frozen" }
        print("frozen \(ContinuousClock.now - silent) after the monitor was held")
        #expect(ContinuousClock.now - silent < .seconds(6))
        try await stack.supervise("resume", .monitor)
        try await until("the freeze to clear by itself") { try await stack.status().level == "active" }
        #expect(try await stack.status().trips.isEmpty)

        try await stack.supervise("hold", .monitor)
        let silentAgain = ContinuousClock.now
        let reducing = try await eventually("the ban on new trades") {
          let state = try await stack.status()
          return state.level == "reducing" ? state : nil
        }
        print("reducing \(ContinuousClock.now - silentAgain) after the monitor was held")
        #expect(ContinuousClock.now - silentAgain > .seconds(8))
        #expect(ContinuousClock.now - silentAgain < .seconds(14))
        try await stack.supervise("resume", .monitor)
        // Fifty beats are more than the ten seconds after which a freeze clears.
        let beats = try await stack.sotano("tap", "beat.monitor", "--count", "50", "--timeout", "60")
        #expect(beats.code == 0, "\(beats.complaint)")
        let after = try await stack.status()
        #expect(after.level == "reducing")
        #expect(after.trips.map(\.id) == reducing.trips.map(\.id))

        let trip = try #require(after.trips.first?.id)
        let rearm = try await stack.sotano("rearm", "--trip", trip, "--by", "Ana", "--reason", "it is back")
        #expect(rearm.code == 0, "\(rearm.complaint)")
        try await until("the bot to be active again") { try await stack.status().level == "active" }
        try await stack.expectWholeJournals()
      }
    }
  }
}
