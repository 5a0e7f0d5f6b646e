import Domain
import Foundation
import Glibc
import Testing

extension RealProcesses {
  struct Row26StopOnlyTests {
    private static let market = ["--pace", "1200", "--seed", "7", "--set", "gridSpacing=10"]

    private func withPositions(_ body: (Stack) async throws -> Void) async throws {
      try await Stack.with(Self.market) { stack in
        try await stack.up()
        try await until("three open trades", within: .seconds(90)) { try Venue(of: stack).open.count >= 3 }
        try await body(stack)
      }
    }

    @Test(.timeLimit(.minutes(8)))
    func
      `26, 29: after five deaths the trader only stops: flat within 5 s, and it stays so; it takes stops and nothing else`()
      async throws
    {
      try await withPositions { stack in
        let died = try await stack.giveTraderUp()
        try await until("nothing to be open at the venue", within: .seconds(5)) {
          try Venue(of: stack).open.isEmpty
        }
        print("flat \(ContinuousClock.now - died) after the fifth death")
        try await stack.flat(within: .seconds(5))
        let flat = try Venue(of: stack)
        #expect(flat.closed.contains { $0.by == "stop-only" && $0.source?.contains("stream.log") == true })
        #expect(flat.repeated == [] && flat.moved == [])
        let state = try await stack.status()
        #expect(state[.trader]?.state == "stop-only")
        #expect(state.level == "halted")
        #expect(stack.alarms.count == 1)
        #expect(stack.alarms.first?.contains("trader died five times in a minute and is given up") == true)

        // It is started again and again, and neither enters nor closes anything any more.
        for _ in 1...3 {
          let former = try await stack.kill(.trader)
          try await stack.back(.trader, after: former)
          try await until("it to be flat again") { try await stack.status().flatness == "verified flat" }
        }
        #expect(try Venue(of: stack).lines == flat.lines)
        #expect(stack.alarms.count == 1)
        #expect(try await stack.supervise("status").contains("trader\tstop-only\t"))
        try await takesStops(stack)
      }
    }

    /// It takes stops by both ways and nothing else, and `up` ends it and no stop.
    private func takesStops(_ stack: Stack) async throws {
      let stop = try await stack.sotano("halt", "--reason", "a test", "--json")
      #expect(stop.code == 0, "\(stop.complaint)")
      #expect(stop.output.contains("\"latch\" : true") && stop.output.contains("\"socket\" : true"), "\(stop.output)")
      let state = try await stack.status()
      let trip = try #require(state.trips.first { $0.id.hasPrefix("operator-") })
      let rearm = try await stack.sotano("rearm", "--trip", trip.id, "--by", "Ana", "--reason", "a test")
      #expect(rearm.code == 77, "\(rearm.complaint)")
      #expect(rearm.complaint.contains("only stops now") && rearm.complaint.contains("sotano up"))
      #expect(try await stack.status().trips.contains { $0.id == trip.id })
      let text = try await stack.sotano("status")
      #expect(text.output.contains("STOP-ONLY"))
      // After a check it ends, and the stop holds.
      try await stack.up()
      let back = try await stack.status()
      #expect(back[.trader]?.state == "up")
      #expect(back.level == "halted")
    }

    @Test(.timeLimit(.minutes(8)))
    func `27: a journal that cannot be read leaves nothing open, and only a mended one ends that`() async throws {
      try await withPositions { stack in
        let journal = "\(stack.directory)/journals/trader.sqlite"
        try await stack.supervise("hold", .trader)
        for end in ["", "-wal", "-shm"] where access(journal + end, F_OK) == 0 {
          try FileManager.default.copyItem(atPath: journal + end, toPath: "\(stack.folder)/kept\(end)")
        }
        try #require(try Venue(of: stack).open.count > 0)
        let open = try Venue(of: stack).open
        try stack.spoilJournal()
        try await stack.supervise("resume", .trader)
        try await stack.flat(within: .seconds(10))
        #expect(try await stack.status()[.trader]?.state == "stop-only")

        let refused = try await stack.sotano("up", Self.market)
        #expect(refused.code == 65, "\(refused.complaint)")
        #expect(refused.complaint.contains("trader.sqlite"))
        #expect(try await stack.status()[.trader]?.state == "stop-only", "a refused start changes nothing")

        for end in ["", "-wal", "-shm"] {
          unlink(journal + end)
          if access("\(stack.folder)/kept\(end)", F_OK) == 0 {
            try FileManager.default.copyItem(atPath: "\(stack.folder)/kept\(end)", toPath: journal + end)
          }
        }
        try await stack.up()
        #expect(try await stack.status()[.trader]?.state == "up")
        // What was closed meanwhile is closed for the bot too, at the venue's price.
        let booked = try await stack.query(
          .trader, "SELECT count(*) FROM chain WHERE kind = 'incident' AND instr(payload, 'and booked') > 0")
        #expect(booked == "1", "one for all \(open.count) positions")
        try await until("trading to go on") { try Venue(of: stack).accepted.contains { !open.contains($0.order) } }
        #expect(try Venue(of: stack).repeated == [])
        try await stack.expectWholeJournals()
      }
    }

    @Test(.timeLimit(.minutes(8)))
    func
      `28: a damaged line of the venue's log is an unknown position, and the others are closed, with no sockets too`()
      async throws
    {
      try await withPositions { stack in
        try await stack.supervise("hold", .trader)
        let path = Venue.path(of: stack)
        let before = try Venue(of: stack)
        let victim = try #require(before.accepted.last { before.open.contains($0.order) }).order
        var text = String(decoding: try #require(FileManager.default.contents(atPath: path)), as: UTF8.self)
        let place = try #require(text.range(of: "\"order\":\"\(victim)\""))
        text.replaceSubrange(place, with: "\"order\":?\(victim)\"")
        try Data(text.utf8).write(to: URL(fileURLWithPath: path))
        let sockets = "\(stack.directory)/sockets"
        try FileManager.default.moveItem(atPath: sockets, toPath: "\(sockets).away")
        try Data().write(to: URL(fileURLWithPath: sockets))
        try await stack.supervise("resume", .trader)
        try await until("everything known to be closed without a socket", within: .seconds(25)) {
          let text = String(decoding: FileManager.default.contents(atPath: path) ?? Data(), as: UTF8.self)
          return text.components(separatedBy: "\"by\":\"stop-only\"").count - 1 == before.open.count - 1
        }
        unlink(sockets)
        try FileManager.default.moveItem(atPath: "\(sockets).away", toPath: sockets)
        try await until("NOT FLAT with one unknown", within: .seconds(10)) {
          try await stack.status().flatness == "NOT FLAT, 1 unknown"
        }
        let after = try #require(FileManager.default.contents(atPath: path))
        #expect(after.starts(with: Data(text.utf8)), "nothing is cut off")
        let closed = String(decoding: after, as: UTF8.self).components(separatedBy: "\"by\":\"stop-only\"").count - 1
        #expect(closed == before.open.count - 1)
        #expect(stack.alarms.contains { $0.contains("NOT_FLAT") && $0.contains("1 unknown") })
        let stop = try await stack.sotano("halt", "--reason", "a test", "--timeout", "2")
        #expect(stop.code == 75, "what is unknown may be open: \(stop.output)")
      }
    }

    @Test(.timeLimit(.minutes(8)), .enabled(if: getuid() == 0, "needs the right to mount a small file system"))
    func `30: on a full disk every position is closed, in space that was held back for it`() async throws {
      try await Stack.with(Self.market) { stack in
        try FileManager.default.createDirectory(atPath: stack.directory, withIntermediateDirectories: true)
        let mount = try await run("mount", ["-t", "tmpfs", "-o", "size=96m,mode=0700", "tmpfs", stack.directory])
        try #require(mount.code == 0, "\(mount.complaint)")
        do {
          try await stack.up()
          try await until("three open trades", within: .seconds(90)) { try Venue(of: stack).open.count >= 3 }
          #expect(FileMark("\(stack.directory)/run/venue-reserve") != nil)
          try await stack.supervise("hold", .trader)
          try stack.spoilJournal()
          unlink("\(stack.directory)/run/reserve")
          _ = try await run("dd", ["if=/dev/zero", "of=\(stack.directory)/run/fill", "bs=64k"])
          _ = try await run("dd", ["if=/dev/zero", "of=\(stack.directory)/run/fill2", "bs=512"])
          try await stack.supervise("resume", .trader)
          try await stack.flat(within: .seconds(15))
        } catch {
          for fill in ["fill", "fill2"] { unlink("\(stack.directory)/run/\(fill)") }
          _ = try? await stack.supervise("stop")
          _ = try await run("umount", ["-l", stack.directory])
          throw error
        }
        for fill in ["fill", "fill2"] { unlink("\(stack.directory)/run/\(fill)") }
        _ = try await stack.supervise("stop")
        _ = try await run("umount", ["-l", stack.directory])
      }
    }

    @Test(.timeLimit(.minutes(8)), .enabled(if: Surroundings.hasTime, "takes half a minute; SOTANO_LONG=1"))
    func `31: with --flatten halted positions stay until a stop says so`() async throws {
      try await Stack.with(Self.market + ["--flatten", "halted"]) { stack in
        try await stack.up()
        try await until("three open trades", within: .seconds(90)) { try Venue(of: stack).open.count >= 3 }
        try await stack.supervise("hold", .trader)
        let open = try Venue(of: stack).open
        try stack.spoilJournal()
        try await stack.supervise("resume", .trader)
        try await until("the stop-only life") { try await stack.status().flatness == "flatness not required" }
        #expect(try Venue(of: stack).open == open)
        let stop = try await stack.sotano("halt", "--reason", "a test", "--timeout", "5")
        #expect(stop.code == 0, "\(stop.complaint)")
        #expect(try Venue(of: stack).open == [])
      }
    }
  }
}
