import Domain
import Foundation
import Glibc
import Testing

extension RealProcesses {
  struct Row86LostJournalTests {
    @Test(.timeLimit(.minutes(8)))
    func `86: a trader without its journal is refused by name, and nothing is traded or begun anew`() async throws {
      try await Stack.withPositions { stack in
        let down = try await stack.sotano("down")
        try #require(down.code == 0, "\(down.complaint)")
        let venue = try Venue(of: stack).bytes
        try stack.loseJournal(of: .trader)
        let refused = try await stack.sotano("up", Stack.lively)
        #expect(refused.code == 65, "\(refused.complaint)")
        #expect(refused.complaint.contains("journals/trader.sqlite"))
        #expect(refused.complaint.contains("remembers record"))
        #expect(refused.complaint.contains("positions are open at the venue"), "\(refused.complaint)")
        #expect(refused.complaint.contains("restore the newest copy"))
        #expect(access("\(stack.directory)/journals/trader.sqlite", F_OK) != 0, "nothing is begun anew")
        #expect(try Venue(of: stack).bytes == venue)
        // What is open can be closed all the same, by the line that is printed.
        let line = try #require(refused.complaint.split(separator: "\n").first { $0.contains("--stop-only") })
        let closing = Task { try await run("timeout", ["20", "bash", "-c", "exec \(line)"], stack.environment) }
        try await until("it to be closed") { try Venue(of: stack).open.isEmpty }
        try await until("flat to be verified") { try await stack.status().flatness == "verified flat" }
        closing.cancel()
        _ = try? await closing.value
      }
    }

    @Test(.timeLimit(.minutes(8)))
    func `86: a trader that comes back without its journal only stops`() async throws {
      try await Stack.withPositions { stack in
        try await stack.supervise("hold", .trader)
        let before = Set(try Venue(of: stack).accepted.map(\.order))
        try stack.loseJournal(of: .trader)
        try await stack.supervise("resume", .trader)
        try await stack.flat(within: .seconds(10))
        let state = try await stack.status()
        #expect(state[.trader]?.state == "stop-only")
        #expect(state.trips.contains { $0.id == "journal-trader" && $0.level == "frozen" }, "\(state.trips)")
        #expect(stack.alarms.contains { $0.contains("journals/trader.sqlite") }, "\(stack.alarms)")
        #expect(Set(try Venue(of: stack).accepted.map(\.order)) == before, "no order")
        let refused = try await stack.sotano("up", Stack.lively)
        #expect(refused.code == 65, "\(refused.complaint)")
        #expect(refused.complaint.contains("restore the newest copy"))
      }
    }

    @Test(.timeLimit(.minutes(8)))
    func `86: a trader that was given up only stops again after a restart of the machine, although up is refused`()
      async throws
    {
      try await Stack.withPositions { stack in
        try await stack.supervise("hold", .trader)
        try stack.loseJournal(of: .trader)
        try Data().write(to: URL(fileURLWithPath: "\(stack.directory)/run/trader.failed"))
        try stack.killEverything()
        try #require(try Venue(of: stack).open.count >= 2)
        let refused = try await stack.sotano("up", Stack.lively)
        #expect(refused.code == 65, "\(refused.complaint)")
        #expect(refused.complaint.contains("only stops"), "\(refused.complaint)")
        try await stack.flat(within: .seconds(10))
        #expect(try await stack.status()[.trader]?.state == "stop-only")
      }
    }

    @Test(.timeLimit(.minutes(8)))
    func `86: a list that is gone with its journal is never flat`() async throws {
      try await Stack.withPositions { stack in
        try await stack.supervise("hold", .trader)
        try stack.loseJournal(of: .trader)
        for name in ["venue.jsonl", "stream.log"] { unlink("\(stack.directory)/\(name)") }
        try await stack.supervise("resume", .trader)
        try await until("the life that only stops") { try await stack.status()[.trader]?.state == "stop-only" }
        try await until("not flat to be told") { stack.alarms.contains { $0.contains("NOT_FLAT") } }
        // However often it is asked.
        for _ in 0..<60 { #expect(try await stack.status().flatness != "verified flat") }
        let halted = try await stack.sotano("halt", "--timeout", "1")
        #expect(halted.code == 75, "\(halted.complaint)")
        _ = try await stack.sotano("down")
        let fresh = try await stack.sotano("up", Stack.lively + ["--fresh"])
        #expect(fresh.code == 75 && fresh.complaint.contains("venue.jsonl is gone"), "\(fresh.complaint)")
      }
    }

    @Test(.timeLimit(.minutes(8)))
    func `87: an optimizer without its journal freezes the bot and is named until a person has looked`() async throws {
      try await Stack.withPositions { stack in
        let changed = try await stack.sotano("set", "lotSize", "0.09", "--by", "Ana", "--reason", "a test")
        try #require(changed.code == 0, "\(changed.complaint)")
        try await until("the change") { try await stack.status().version == 2 }
        try await stack.supervise("hold", .optimizer)
        try stack.loseJournal(of: .optimizer)
        try await stack.supervise("resume", .optimizer)
        let trip = try await eventually("the freeze") {
          try await stack.status().trips.first { $0.id == "journal-optimizer" }
        }
        #expect(trip.level == "frozen")
        #expect(trip.reason.contains("journals/optimizer.sqlite") && trip.reason.contains("restore the newest copy"))
        #expect(stack.alarms.contains { $0.contains("journals/optimizer.sqlite") }, "\(stack.alarms)")
        #expect(try await stack.status().level == "frozen")
        #expect(access("\(stack.directory)/journals/optimizer.sqlite", F_OK) != 0, "nothing is begun anew")
        let refused = try await stack.sotano(
          "set", "takeProfit", "21", "--by", "Ana", "--reason", "a test", "--timeout", "2")
        #expect(refused.code != 0, "nothing is accepted that could never be carried out")

        // It clears by itself never, whatever the trader goes through.
        let former = try await stack.kill(.trader)
        try await stack.back(.trader, after: former)
        try await until("the trader to hear the others") { try await stack.status().trips.map(\.id) == [trip.id] }
        #expect(try await stack.status().level == "frozen")
        #expect(try await stack.status().version == 2)
      }
    }

    @Test(.timeLimit(.minutes(8)))
    func `88: an older copy of any process's journal is refused by name and freezes the bot`() async throws {
      let others: [Role] = [.experimenter, .optimizer, .controller, .monitor]
      try await Stack.withPositions { stack in
        let down = try await stack.sotano("down")
        try #require(down.code == 0, "\(down.complaint)")
        let copied = try await run(
          "bash", ["-c", "cp -r \"$0\" \"$1\"", "\(stack.directory)/journals", "\(stack.folder)/older"])
        try #require(copied.code == 0, "\(copied.complaint)")
        try await stack.up()
        try await stack.changesAreTaken()
        #expect(try await stack.status().trips.isEmpty, "a planned end and a start are no loss")
        for role in others {
          // All heard since the start, and what the others remember of it is past the copy.
          let witness: Role = role == .monitor ? .controller : .monitor
          try await until("the new start of the \(role) to be remembered") {
            try await stack.query(witness, "SELECT value FROM setting WHERE name = 'peer.\(role.rawValue)'")
              .hasPrefix("b'2 ")
          }
        }
        for role in others {
          try await stack.supervise("hold", role)
          try stack.loseJournal(of: role)
          for end in ["", "-wal"] {
            let older = "\(stack.folder)/older/\(role.rawValue).sqlite\(end)"
            guard access(older, F_OK) == 0 else { continue }
            try FileManager.default.copyItem(
              atPath: older, toPath: "\(stack.directory)/journals/\(role.rawValue).sqlite\(end)")
          }
          try await stack.supervise("resume", role)
          let trip = try await eventually("the \(role) to be named") {
            try await stack.status().trips.first { $0.id == "journal-\(role.rawValue)" }
          }
          #expect(trip.reason.contains("journals/\(role.rawValue).sqlite"), "\(trip.reason)")
          #expect(try await stack.status()[role]?.answers == false)
        }
        let ended = try await stack.sotano("down")
        try #require(ended.code == 0, "\(ended.complaint)")
        let refused = try await stack.sotano("up", Stack.lively)
        #expect(refused.code == 65)
        let verified = try await stack.sotano("verify")
        #expect(verified.code == 65)
        for role in others {
          #expect(refused.complaint.contains("\(role.rawValue).sqlite"), "\(refused.complaint)")
          #expect((verified.output + verified.complaint).contains("\(role.rawValue).sqlite"), "\(verified.output)")
        }
      }
    }

    @Test(.timeLimit(.minutes(8)))
    func `89: journals that vanish while all run are missed by the beats of whoever begins anew`() async throws {
      try await Stack.withPositions { stack in
        for role in Role.allCases { try stack.loseJournal(of: role) }
        let former = try await stack.kill(.experimenter)
        try await stack.back(.experimenter, after: former)
        let trip = try await eventually("the freeze") {
          try await stack.status().trips.first { $0.id == "journal-experimenter" }
        }
        #expect(trip.reason.contains("journals/experimenter.sqlite"))
        #expect(stack.alarms.contains { $0.contains("journals/experimenter.sqlite") }, "\(stack.alarms)")
        _ = try await stack.sotano(
          "rearm", "--trip", trip.id, "--by", "Ana", "--reason", "a test of what holds")
        try await until("it to hold again") {
          try await stack.status().trips.contains { $0.id == "journal-experimenter" }
        }
      }
    }

    @Test(.timeLimit(.minutes(8)))
    func `89: killing everything at any instant is no loss, and a whole directory from a copy is none`() async throws {
      try await Stack.withPositions { stack in
        for _ in 1...3 {
          try stack.killEverything()
          try await stack.up()
          #expect(try await stack.status().trips.isEmpty)
        }
        let down = try await stack.sotano("down")
        try #require(down.code == 0, "\(down.complaint)")
        let copied = try await run(
          "bash", ["-c", "cp -r \"$0\" \"$1\"", stack.directory, "\(stack.folder)/copy"])
        try #require(copied.code == 0, "\(copied.complaint)")
        try await stack.up()
        try await stack.changesAreTaken()
        _ = try await stack.sotano("down")
        let restored = try await run(
          "bash", ["-c", "rm -rf \"$1\" && cp -r \"$0\" \"$1\"", "\(stack.folder)/copy", stack.directory])
        try #require(restored.code == 0, "\(restored.complaint)")
        try await stack.up()
        try await stack.changesAreTaken()
        #expect(try await stack.status().trips.isEmpty)
        try await stack.expectWholeJournals()
      }
    }
  }
}

extension Stack {
  /// Removes a journal's files, as a careless clean-up or a lost disk does.
  func loseJournal(of role: Role) throws {
    for end in ["", "-wal", "-shm"] { unlink("\(directory)/journals/\(role.rawValue).sqlite\(end)") }
  }
}
