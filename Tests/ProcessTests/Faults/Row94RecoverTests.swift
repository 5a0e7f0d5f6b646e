import Domain
import Foundation
import Glibc
import Journal
import ReferenceBot
import Runtime
import Testing
import TraderRuntime

extension RealProcesses {
  /// A journal that is lost for good is rebuilt from what the others know, and the run goes on.
  struct Row94RecoverTests {
    private static let ana = ["--by", "Ana", "--reason", "the disk lost it"]

    @Test(.timeLimit(.minutes(8)))
    func `94: an optimizer made anew ends what was measured by name, and is taken for the writer that it is`()
      async throws
    {
      try await Stack.withPositions { stack in
        try await stack.tell("set", "takeProfit", "21")
        try await until("the change to be measured") { try await stack.change(1)?.stage == "measuring" }
        try await stack.tell("set", "lotSize", "0.08")
        try await until("less risk") { try await stack.params()["lotSize"]?.value == "0.08" }
        let former = try #require(try await stack.status()[.optimizer]?.epoch)
        try await stack.mustEnd("down", 0)
        try stack.loseJournal(of: .optimizer)

        let refused = try await stack.sotano("up", Stack.lively)
        #expect(refused.code == 65 && refused.complaint.contains("sotano recover"), "\(refused.complaint)")
        let other = try await stack.sotano("recover", ["monitor"] + Self.ana)
        #expect(other.code == 0 && other.output.contains("is whole, and nothing was changed"), "\(other.output)")
        try await stack.mustEnd("recover", ["optimizer"] + Self.ana, 0)
        try await stack.expectWholeJournals()

        try await stack.up()
        try await stack.changesAreTaken()
        #expect(try #require(try await stack.status()[.optimizer]?.epoch) > former)
        let ended = try #require(try await stack.change(1))
        #expect(ended.stage == "inconclusive" && ended.conclusion?.contains("made anew by Ana") == true, "\(ended)")
        #expect(try await stack.change(2)?.stage == "kept")
        // Its next change has the next number, and the trader takes it.
        try await stack.tell("set", "maxPositions", "9")
        try await until("the change") { try await stack.params()["maxPositions"]?.value == "9" }
        let numbers = try await stack.changes().map(\.id)
        #expect(Set(numbers).count == numbers.count && numbers.max() ?? 0 >= 3, "\(numbers)")
        // What a person lowered stays lowered.
        #expect(try await stack.params()["lotSize"]?.value == "0.08")
        try await stack.expectWholeJournals()
      }
    }

    @Test(.timeLimit(.minutes(8)))
    func `94: a trader made anew goes on with its positions, and nothing is ordered twice`() async throws {
      try await Stack.withPositions { stack in
        try await stack.tell("set", "lotSize", "0.09")
        try await until("the change") { try await stack.params()["lotSize"]?.value == "0.09" }
        try await stack.mustEnd("down", 0)
        let open = try Venue(of: stack).open
        try stack.loseJournal(of: .trader)
        try await stack.mustEnd("recover", ["--all"] + Self.ana, 0)
        #expect(try Venue(of: stack).open == open)
        try await stack.expectWholeJournals()

        try await stack.up()
        try await stack.changesAreTaken()
        #expect(try await stack.status().version == 2)
        try await until("the positions to be closed by their own stops and targets", within: .seconds(120)) {
          try Venue(of: stack).open.isDisjoint(with: open)
        }
        let venue = try Venue(of: stack)
        #expect(venue.repeated == [] && venue.moved == [])
        #expect(venue.closed.allSatisfy { $0.reason != "flattened" })
        try await stack.tell("set", "lotSize", "0.08")
        try await until("the next change") { try await stack.params()["lotSize"]?.value == "0.08" }
        try await stack.expectWholeJournals()
      }
    }

    @Test(.timeLimit(.minutes(10)))
    func `94: every process made anew, one after the other and all at once, lets the run go on`() async throws {
      try await Stack.withPositions { stack in
        try await stack.tell("set", "stopLoss", "42")
        try await until("the change to be measured") { try await stack.change(1)?.stage == "measuring" }
        for lost in Role.allCases.map({ [$0] }) + [Role.allCases] {
          try await stack.mustEnd("down", 0)
          for role in lost { try stack.loseJournal(of: role) }
          let which = lost.count == 1 ? lost[0].rawValue : "--all"
          try await stack.mustEnd("recover", [which] + Self.ana, 0)
          try await stack.up()
          try await stack.changesAreTaken()
          let minute = try await stack.status().minute
          try await until("an hour of market after \(which)", within: .seconds(30)) {
            let state = try await stack.status()
            return state.isWhole && Role.allCases.allSatisfy { state[$0]?.minute ?? 0 > minute + 60 }
          }
          #expect(try await stack.status().trips.isEmpty)
          try await stack.expectWholeJournals()
          let change = try #require(try await stack.change(1), "after \(which)")
          #expect(lost.contains(.optimizer) ? change.stage == "inconclusive" : true, "\(change)")
        }
        // The side of less risk: nobody knows whether more was proven.
        try await until("the way back") { try await stack.params()["stopLoss"]?.value == "40" }
        let venue = try Venue(of: stack)
        #expect(venue.repeated == [] && venue.moved == [])
      }
    }

    @Test(.timeLimit(.minutes(8)))
    func `94: a halt outlives the loss of journals and latch, and flat is asked of the venue anew`() async throws {
      try await Stack.withPositions { stack in
        let halted = try await stack.sotano("halt", ["--by", "Ana", "--reason", "enough"])
        try #require(halted.code == 0, "\(halted.complaint)")
        try await stack.mustEnd("down", 0)
        for role in Role.allCases { try stack.loseJournal(of: role) }
        try FileManager.default.removeItem(atPath: "\(stack.directory)/latch")
        unlink("\(stack.directory)/run/bot")
        let verified = try await stack.sotano("verify")
        #expect(verified.code == 65)
        for lost in ["latch", "bot"] { #expect((verified.output + verified.complaint).contains("\(lost): is missing")) }
        try await stack.mustEnd("recover", ["--all"] + Self.ana, 0)
        let told = try stack.trader().trader
        #expect(told.level == .halted && told.flatness == .verifying, "\(told.flatness)")
        try await stack.up()
        #expect(try await stack.status().level == "halted")
        try await until("flat to be verified") { try await stack.status().flatness == "verified flat" }
        #expect(try Venue(of: stack).open.isEmpty)
      }
    }

    /// At a pace at which the others' checkpoints, an hour of market apart, are older than what they were told.
    @Test(.timeLimit(.minutes(8)))
    func `96: a stream log older than what the others have heard of is refused, after a crash too`() async throws {
      try await Stack.with(["--pace", "200", "--seed", "7", "--set", "gridSpacing=10"]) { stack in
        try await stack.up()
        try await stack.changesAreTaken()
        let files = ["\(stack.directory)/stream.log", Venue.path(of: stack)]
        let older = try files.map { try #require(FileManager.default.contents(atPath: $0)) }
        try await stack.tell("set", "lotSize", "0.08")
        // The optimizer has then written down an event of the trader that came after the copy.
        try await until("less risk") { try await stack.change(1)?.stage == "kept" }
        try stack.killEverything()
        try stack.loseJournal(of: .trader)
        for (file, bytes) in zip(files, older) { try bytes.write(to: URL(fileURLWithPath: file)) }
        let refused = try await stack.sotano("recover", ["trader"] + Self.ana)
        #expect(refused.code == 65 && refused.complaint.contains("have heard of event"), "\(refused.complaint)")
        #expect(access("\(stack.directory)/journals/trader.sqlite", F_OK) != 0)
      }
    }

    @Test(.timeLimit(.minutes(4)))
    func `95: a trader made anew still holds back the price that waits to be confirmed`() async throws {
      try await inTemporaryFolder { folder in
        // Sixty minutes of small waves, a jump by 90 pips in the last one; then the bar that confirms it, and moves on.
        var (price, time, rows) = (110_000, StackLimitTests.tuesday, ["time_ms,open,high,low,close"])
        func add(_ open: Int, _ close: Int) {
          let prices = [open, max(open, close), min(open, close), close].map {
            "\($0 / 100_000).\(String($0 % 100_000 + 100_000).dropFirst())"
          }
          rows.append("\(time),\(prices.joined(separator: ","))")
          (time, price) = (time + 60_000, close)
        }
        for minute in 0..<60 { add(price, price + (minute % 20 < 10 ? -12 : 12)) }
        add(price + 900, price + 905)
        let begun = rows
        add(price, price - 305)
        for _ in 0..<60 { add(price, price + (price > 110_500 ? -20 : 20)) }
        var summaries: [QuoteCaseTests.Summary] = []
        var venues: [Data] = []
        for isLost in [false, true] {
          let path = "\(folder)/EURUSD_\(isLost).csv"
          try (begun.joined(separator: "\n") + "\n").write(toFile: path, atomically: true, encoding: .utf8)
          let data = ["--data", path, "--pace", "max", "--set", "gridSpacing=10", "--set", "takeProfit=10"]
          try await Stack.with(data) { stack in
            try await stack.upToTheEnd()
            if isLost {
              try stack.loseJournal(of: .trader)
              try await stack.mustEnd("recover", ["trader"] + Self.ana, 0)
            }
            try (rows.joined(separator: "\n") + "\n").write(toFile: path, atomically: true, encoding: .utf8)
            let up = try await stack.sotano("up", data + ["--wait", "--json"])
            summaries.append(try up.decoded(QuoteCaseTests.Summary.self))
            venues.append(try Venue(of: stack).bytes)
          }
        }
        #expect(venues[0] == venues[1])
        #expect(summaries[0].trades == summaries[1].trades && summaries[0].trades > 0)
        #expect(summaries.map(\.refusedQuotes) == [0, 0])
      }
    }

    @Test(.timeLimit(.minutes(8)))
    func `92: a trader is not made anew on data that is not what was traded`() async throws {
      try await inTemporaryFolder { folder in
        let rows = ["time_ms,open,high,low,close\n"] + SyntheticRows.minutes(400)
        let path = "\(folder)/EURUSD_M1_2024.csv"
        try Data(rows.joined().utf8).write(to: URL(fileURLWithPath: path))
        try await Stack.with(["--data", path, "--pace", "max", "--set", "gridSpacing=10"]) { stack in
          try await stack.upToTheEnd()
          try stack.loseJournal(of: .trader)
          try Data((rows[..<100] + rows[110...]).joined().utf8).write(to: URL(fileURLWithPath: path))
          let changed = try await stack.sotano("recover", ["trader"] + Self.ana)
          #expect(changed.code == 65 && changed.complaint.contains("not what was traded"), "\(changed.complaint)")
          try Data(rows.joined().utf8).write(to: URL(fileURLWithPath: path))
          try await stack.mustEnd("recover", ["trader"] + Self.ana, 0)
          try await stack.expectWholeJournals()
        }
      }
    }

    @Test(
      .timeLimit(.minutes(8)), .enabled(if: Surroundings.hasYear, "needs SOTANO_SHARED with EURUSD_M1_2022.csv.gz"))
    func `95: what is made anew is what was lost`() async throws {
      try await Week.with { stack in
        try await stack.upToTheEnd()
        let before = try (trader: stack.trader(), monitor: stack.core(of: .monitor))
        let listed = try await stack.sotano("changes", "--json").output
        let history = try await stack.changes()
        try #require(!history.isEmpty)
        for role in [Role.trader, .monitor] { try stack.loseJournal(of: role) }
        try await stack.mustEnd("recover", ["--all"] + Self.ana, 0)
        let after = try (trader: stack.trader(), monitor: stack.core(of: .monitor))
        #expect(after.trader.trader.engine == before.trader.trader.engine)
        #expect(after.trader.trader.ledger.inForce == before.trader.trader.ledger.inForce)
        #expect(after.trader.trader.ledger.fence >= before.trader.trader.ledger.fence)
        #expect(after.trader.trader.ledger.lastChanged == before.trader.trader.ledger.lastChanged)
        #expect(after.trader.trader.account == before.trader.trader.account)
        #expect(after.trader.trader.time == before.trader.trader.time)
        #expect(after.trader.trader.minute == before.trader.trader.minute)
        #expect(after.trader.place == before.trader.place)
        #expect(after.trader.sequence == before.trader.sequence)
        #expect(after.monitor == before.monitor)
        #expect(try await stack.sotano("changes", "--json").output == listed)

        try stack.loseJournal(of: .optimizer)
        try await stack.mustEnd("recover", ["optimizer"] + Self.ana, 0)
        let again = try await stack.changes()
        #expect(again.map(\.id) == history.map(\.id))
        for (now, then) in zip(again, history)
        where ["kept", "reverted", "refused", "inconclusive"].contains(then.stage) {
          #expect(now.stage == then.stage)
        }
        #expect(again.allSatisfy { ["kept", "reverted", "refused", "inconclusive"].contains($0.stage) }, "\(again)")
      }
    }

    @Test(.timeLimit(.minutes(8)))
    func `96: where what is left is not enough or does not agree, nothing is changed`() async throws {
      try await Stack.withPositions { stack in
        try await until("a closed trade", within: .seconds(120)) { try !Venue(of: stack).closed.isEmpty }
        let running = try await stack.sotano("recover", ["trader"] + Self.ana)
        #expect(running.code == 75 && running.complaint.contains("sotano down"), "\(running.complaint)")
        try await stack.mustEnd("down", 0)
        #expect(try await stack.sotano("recover", "trader").code == 64)
        let whole = try await stack.sotano("recover", ["--all"] + Self.ana)
        #expect(whole.code == 0 && whole.output.contains("nothing was changed"), "\(whole.output)")

        try stack.loseJournal(of: .trader)
        try stack.loseJournal(of: .monitor)
        let order = try await stack.sotano("recover", ["monitor"] + Self.ana)
        #expect(order.code == 65 && order.complaint.contains("trader's journal is lost as well"), "\(order.complaint)")

        let log = "\(stack.directory)/stream.log"
        let bytes = try #require(FileManager.default.contents(atPath: log))
        try bytes.prefix(bytes.count / 2).write(to: URL(fileURLWithPath: log))
        let shorter = try await stack.sotano("recover", ["trader"] + Self.ana)
        #expect(shorter.code == 65 && shorter.complaint.contains("does not agree"), "\(shorter.complaint)")
        unlink(log)
        let gone = try await stack.sotano("recover", ["trader"] + Self.ana)
        #expect(gone.code == 65 && gone.complaint.contains("stream.log is gone as well"), "\(gone.complaint)")
        #expect(access(log, F_OK) != 0, "nothing is begun anew")
        #expect(access("\(stack.directory)/journals/trader.sqlite", F_OK) != 0)

        let journals = try stack.takeJournals()
        try bytes.prefix(bytes.count / 2).write(to: URL(fileURLWithPath: log))
        let older = try await stack.sotano("recover", ["--all"] + Self.ana)
        #expect(older.code == 65 && older.complaint.contains("does not agree"), "\(older.complaint)")
        try stack.giveBack(journals)
        try bytes.write(to: URL(fileURLWithPath: log))

        let venue = Venue.path(of: stack)
        let list = try Venue(of: stack)
        let last = try #require(list.open.sorted().last)
        let shorn = String(decoding: list.bytes, as: UTF8.self).split(separator: "\n").filter {
          !$0.contains("\"\(last)\"")
        }
        try Data((shorn.joined(separator: "\n") + "\n").utf8).write(to: URL(fileURLWithPath: venue))
        let lacking = try await stack.sotano("recover", ["trader"] + Self.ana)
        #expect(
          lacking.code == 65 && lacking.complaint.contains("the venue's list does not know trade"),
          "\(lacking.complaint)")
        let reopened = String(decoding: list.bytes, as: UTF8.self).split(separator: "\n").filter {
          !$0.contains("\"closed\"")
        }
        try Data((reopened.joined(separator: "\n") + "\n").utf8).write(to: URL(fileURLWithPath: venue))
        let unclosed = try await stack.sotano("recover", ["trader"] + Self.ana)
        #expect(
          unclosed.code == 65 && unclosed.complaint.contains("has open what its stream has not"),
          "\(unclosed.complaint)")
        try list.bytes.write(to: URL(fileURLWithPath: venue))

        // A path that is not a regular file blocks nothing, and is archived like any other.
        try stack.loseJournal(of: .optimizer)
        try #require(mkfifo("\(stack.directory)/journals/optimizer.sqlite", 0o600) == 0)
        #expect(try await stack.sotano("verify").code == 65)
        #expect(try await stack.sotano("up", Stack.lively).code == 65)

        // A call that was killed after the others had recorded the loss leaves the journal missing, and a second one
        // starts over.
        try await stack.mustEnd("recover", ["--all"] + Self.ana, 0)
        try stack.loseJournal(of: .trader)
        let refused = try await stack.sotano("up", Stack.lively)
        #expect(refused.code == 65, "\(refused.complaint)")
        try await stack.mustEnd("recover", ["--all"] + Self.ana, 0)
        try await stack.up()
        try await stack.changesAreTaken()
        try await stack.expectWholeJournals()
      }
    }
  }
}

extension Stack {
  fileprivate func mustEnd(_ command: String, _ arguments: [String] = [], _ code: Int32) async throws {
    let ended = try await sotano(command, arguments)
    guard ended.code == code else {
      throw Unmet(
        description: "\(command) \(arguments.joined(separator: " ")) ended with \(ended.code): \(ended.complaint)")
    }
  }

  fileprivate func mustEnd(_ command: String, _ code: Int32) async throws { try await mustEnd(command, [], code) }

  fileprivate func takeJournals() throws -> [String: Data] {
    let folder = "\(directory)/journals"
    return try Dictionary(
      uniqueKeysWithValues: FileManager.default.contentsOfDirectory(atPath: folder).map { name in
        let data = try #require(FileManager.default.contents(atPath: "\(folder)/\(name)"))
        try FileManager.default.removeItem(atPath: "\(folder)/\(name)")
        return (name, data)
      })
  }

  fileprivate func giveBack(_ journals: [String: Data]) throws {
    for (name, data) in journals { try data.write(to: URL(fileURLWithPath: "\(directory)/journals/\(name)")) }
  }

  fileprivate func state(of role: Role) throws -> Data {
    try #require(try JournalFile.open(path: "\(directory)/journals/\(role.rawValue).sqlite").checkpoints().first).state
  }

  fileprivate func trader() throws -> TraderState {
    try JSONDecoder().decode(TraderState.self, from: state(of: .trader))
  }

  /// The state of a core as JSON with its keys in order.
  fileprivate func core(of role: Role) throws -> String {
    let state = try JSONSerialization.jsonObject(with: state(of: role)) as? [String: Any]
    let core = try #require(state?["core"])
    return String(
      decoding: try JSONSerialization.data(withJSONObject: core, options: [.sortedKeys, .fragmentsAllowed]),
      as: UTF8.self)
  }
}

/// One-minute bars that go up and down.
private enum SyntheticRows {
  static func minutes(_ count: Int) -> [String] {
    (0..<count).map { number in
      let open = 110_000 + 5 * (number % 40 < 20 ? number % 20 : 20 - number % 20)
      let bar = [open, open + 3, open - 3, open + 2].map { "1.\(String(String($0).dropFirst()))" }
      return "\(1_704_787_200_000 + 60_000 * Int64(number)),\(bar.joined(separator: ","))\n"
    }
  }
}
