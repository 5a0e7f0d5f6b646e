import Bus
import Domain
import Foundation
import Glibc
import Safety
import Testing
import Wire

extension RealProcesses {
  /// The trader's two files are not as they were written.
  struct Row76DamagedFilesTests {
    private static let market = ["--pace", "1200", "--seed", "7", "--set", "gridSpacing=10"]

    /// What may happen to a file, and the words by which it is named.
    private enum Harm: String, CaseIterable {
      case flipped = "damaged"
      case cut = "ends at"
      case emptied = "journal remembers"
      case older = "replaced by an older copy"
      case removed = "is missing"
      case linked = "is not a plain file"
      case foreign = "differs from what"
    }

    private struct Harmed {
      let path: String
      let bytes: Data

      /// - Parameters:
      ///   - older: the file as it was earlier.
      ///   - end: where a record of its middle ends.
      init(_ path: String, older: Data, end: Int, _ harm: Harm) throws {
        let whole = try #require(FileManager.default.contents(atPath: path))
        self.path = path
        var bytes = whole
        switch harm {
        case .flipped: bytes[whole.count / 2] ^= 1
        case .cut: bytes = whole.prefix(end)
        case .emptied, .removed: bytes = Data()
        case .older: bytes = older
        case .linked: break
        // A whole file with another past, such as another run's.
        case .foreign: bytes = whole.dropFirst(end) + whole.prefix(end)
        }
        self.bytes = bytes
        unlink(path)
        switch harm {
        case .removed: break
        case .linked:
          try bytes.write(to: URL(fileURLWithPath: path + ".elsewhere"))
          symlink(path + ".elsewhere", path)
        default: try bytes.write(to: URL(fileURLWithPath: path))
        }
      }

      /// Whether nothing has been made, cut off or written over.
      var isUntouched: Bool { (FileManager.default.contents(atPath: path) ?? Data()) == bytes }
    }

    private func withHeldTrader(_ body: (Stack, _ older: [String: Data]) async throws -> Void) async throws {
      try await Stack.with(Self.market) { stack in
        try await stack.up()
        try await until("three open trades", within: .seconds(90)) { try Venue(of: stack).open.count >= 3 }
        let older = ["stream.log", "venue.jsonl"].reduce(into: [:]) {
          $0[$1] = FileManager.default.contents(atPath: "\(stack.directory)/\($1)")
        }
        let closed = try Venue(of: stack).closed.count
        try await until("a trade to end", within: .seconds(90)) { try Venue(of: stack).closed.count > closed }
        try await until("three open trades", within: .seconds(90)) { try Venue(of: stack).open.count >= 3 }
        try await stack.supervise("hold", .trader)
        try await body(stack, older)
      }
    }

    private func check(_ stack: Stack) async throws -> Ended {
      try await run("\(Surroundings.binaries)/trader", ["--dir", stack.directory, "--check"], stack.environment)
    }

    private func range(_ stack: Stack, from: Int64, id: String) throws -> Reply.Content {
      var client = try RequestClient(Context(), connect: Endpoint(path: "\(stack.directory)/sockets/trader.req"))
      let request = Request(
        bot: try #require(BotName("grid")), id: id, deadline: MonotonicTime.now.milliseconds + 5_000, person: "Ana",
        content: .query(.range(from: from, limit: 10)))
      return try client.request(request, timeout: 5_000).content
    }

    /// Where a record or line ends that does not end the file.
    private func end(in path: String) throws -> Int {
      let whole = try #require(FileManager.default.contents(atPath: path))
      guard path.hasSuffix(".log") else {
        return try #require(whole[..<(whole.count / 2)].lastIndex(of: UInt8(ascii: "\n"))) + 1
      }
      var end = 0
      while end < whole.count / 2 {
        let word = whole[end..<end + 4].reversed().reduce(0) { $0 << 8 | Int($1) }
        end += 16 + word & 0x1fff_ffff
      }
      return end
    }

    @Test(.timeLimit(.minutes(8)))
    func `76-79: whatever became of stream log or venue's list is named with 65, and nothing is cut off`() async throws
    {
      try await withHeldTrader { stack, older in
        #expect(try await check(stack).code == 0)
        for name in ["stream.log", "venue.jsonl"] {
          let path = "\(stack.directory)/\(name)"
          let whole = try #require(FileManager.default.contents(atPath: path))
          for harm in Harm.allCases where !(harm == .foreign && name == "stream.log") {
            let harmed = try Harmed(path, older: try #require(older[name]), end: try end(in: path), harm)
            let checked = try await check(stack)
            #expect(checked.code == 65, "\(name) \(harm): \(checked.complaint)")
            #expect(
              checked.complaint.contains("\(name) ") && checked.complaint.contains(harm.rawValue),
              "\(checked.complaint)")
            // By hand, for the supervisor would go on with the stop-only mode.
            let started = try await stack.startByHand(.trader)
            #expect(started.code == 65, "\(name) \(harm): \(started.complaint)")
            #expect(harmed.isUntouched, "\(name) \(harm)")
            let verified = try await stack.sotano("verify")
            #expect(verified.code == 65, "\(name) \(harm): \(verified.output)")
            #expect(verified.output.contains("\(name): "), "\(verified.output)")
            unlink(path)
            try whole.write(to: URL(fileURLWithPath: path))
          }
        }
        try await stack.supervise("resume", .trader)
        try await until("the trader to live") { try await stack.status()[.trader]?.state == "up" }
        try await stack.expectWholeJournals()
      }
    }

    @Test(.timeLimit(.minutes(8)))
    func `76: with a bit flipped in the stream log the trader only stops, flat, until the file is mended`() async throws
    {
      try await withHeldTrader { stack, older in
        let path = "\(stack.directory)/stream.log"
        let whole = try #require(FileManager.default.contents(atPath: path))
        let harmed = try Harmed(path, older: Data(), end: 0, .flipped)
        try await stack.supervise("resume", .trader)
        try await stack.flat(within: .seconds(10))
        #expect(try await stack.status()[.trader]?.state == "stop-only")
        #expect(harmed.isUntouched)
        let refused = try await stack.sotano("up", Self.market)
        #expect(
          refused.code == 65 && refused.complaint.contains("stream.log is damaged: record"), "\(refused.complaint)")
        try whole.write(to: URL(fileURLWithPath: path))
        try await stack.up()
        #expect(try await stack.status()[.trader]?.state == "up")
        try await stack.expectWholeJournals()
      }
    }

    @Test(.timeLimit(.minutes(8)))
    func `79: with an emptied list of the venue nothing is called flat until the file is back`() async throws {
      try await withHeldTrader { stack, older in
        let path = "\(stack.directory)/venue.jsonl"
        let whole = try #require(FileManager.default.contents(atPath: path))
        _ = try Harmed(path, older: Data(), end: 0, .emptied)
        try await stack.supervise("resume", .trader)
        try await until("NOT FLAT with one unknown", within: .seconds(10)) {
          try await stack.status().flatness == "NOT FLAT, 1 unknown"
        }
        #expect(stack.alarms.contains { $0.contains("NOT_FLAT") })
        let stop = try await stack.sotano("halt", "--reason", "a test", "--timeout", "2")
        #expect(stop.code == 75, "what is unknown may be open: \(stop.output)")
        #expect(try await stack.sotano("up", Self.market).code == 65)
        try whole.write(to: URL(fileURLWithPath: path))
        try await stack.up()
        #expect(try await stack.status()[.trader]?.state == "up")
        #expect(!FileManager.default.fileExists(atPath: "\(stack.directory)/run/venue.doubt"))
      }
    }

    @Test(.timeLimit(.minutes(8)))
    func `80: a damaged part of the stream is not served, and named once`() async throws {
      try await Stack.with(Self.market) { stack in
        try await stack.up()
        try await until("some of a stream", within: .seconds(60)) { stack.progress > 20_000 }
        let file = try FileHandle(forUpdating: URL(fileURLWithPath: "\(stack.directory)/stream.log"))
        try file.seek(toOffset: 40)
        let byte = try #require(try file.read(upToCount: 1)?.first)
        try file.seek(toOffset: 40)
        try file.write(contentsOf: Data([byte ^ 8]))
        try file.close()
        for number in 1...3 {
          let answer = try range(stack, from: 1, id: "range-\(number)")
          guard case .error(let text) = answer else {
            Issue.record("damage was served: \(answer)")
            continue
          }
          #expect(text.contains("stream.log is damaged: record 1, at byte 0"), "\(text)")
        }
        // What lies behind it is whole.
        guard case .range(let messages, _) = try range(stack, from: 3, id: "range-9") else {
          Issue.record("what is whole is served")
          return
        }
        #expect(!messages.isEmpty)
        #expect(stack.alarms.count { $0.contains("stream.log is damaged") } == 1)
        #expect(try await stack.status()[.trader]?.state == "up", "it trades on")
        #expect(try await stack.sotano("verify").code == 65)
      }
    }

    @Test(.timeLimit(.minutes(8)))
    func `81: a trader's journal that is gone or older is named, though its stream log is whole`() async throws {
      try await Stack.with(Self.market) { stack in
        try await stack.up()
        let journal = "\(stack.directory)/journals/trader.sqlite"
        try await until("some trades", within: .seconds(90)) { try Venue(of: stack).accepted.count >= 2 }
        try await stack.supervise("hold", .trader)
        let old = ["", "-wal"].map { FileManager.default.contents(atPath: journal + $0) }
        try await stack.supervise("resume", .trader)
        let before = try Venue(of: stack).accepted.count
        try await until("more trades", within: .seconds(90)) { try Venue(of: stack).accepted.count >= before + 2 }
        try await stack.supervise("hold", .trader)
        let now = ["", "-wal"].map { FileManager.default.contents(atPath: journal + $0) }
        func put(_ files: [Data?]) throws {
          for end in ["", "-wal", "-shm"] { unlink(journal + end) }
          for (end, bytes) in zip(["", "-wal"], files) { try bytes?.write(to: URL(fileURLWithPath: journal + end)) }
        }
        for files in [old, [nil, nil]] {
          try put(files)
          let verified = try await stack.sotano("verify")
          #expect(verified.code == 65, "82: \(verified.output)")
          let finding = files[0] == nil ? "trader.sqlite: is missing" : "trader.sqlite: the journal ends at record"
          #expect(verified.output.contains(finding), "82: \(verified.output)")
          let started = try await stack.startByHand(.trader)
          #expect(
            started.code == 65 && started.complaint.contains("trader.sqlite is not the journal that it was"),
            "\(started.complaint)")
        }
        try put(now)
        #expect(try await check(stack).code == 0)
        try await stack.supervise("resume", .trader)
        try await until("the trader to live") { try await stack.status()[.trader]?.state == "up" }
      }
    }
  }
}
