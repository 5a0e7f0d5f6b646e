import Domain
import Foundation
import GRDB
import Glibc
import Runtime
import Safety
import Stack
import StopOnly
import Testing
import TraderRuntime

@testable import Journal

extension RealProcesses {
  /// One bit flipped in a durable file of a real run that has ended, and what the real decoders make of it.
  struct Row83BitFlipTests {
    private static let flips =
      ProcessInfo.processInfo.environment["SOTANO_BITFLIPS"].flatMap { Int($0) } ?? 600

    private enum Outcome: String, CaseIterable {
      case atStart = "named at the start"
      case byVerify = "named by verify, and all that a start reads is the same"
      case same = "without effect: all that a start reads is the same"
      case silent = "SILENT"
    }

    /// A file, and what becomes of a copy that is not as it was written.
    private struct Subject {
      var name: String
      var bytes: Data
      var judge: (Data) throws -> Outcome
    }

    @Test(.timeLimit(.minutes(60)))
    func `83: a flipped bit of any durable file is named, or changes nothing that is decided`() async throws {
      let arguments = ["--pace", "max", "--seed", "83", "--minutes", "3000", "--set", "gridSpacing=10"]
      try await Stack.with(arguments + ["--plant", "takeProfit=18@20"]) { stack in
        try await stack.upToTheEnd()
        try await stack.expectWholeJournals()
        let subjects = try Self.subjects(of: stack)
        var random = SplitMix64(seed: 83)
        var counts: [String: [Outcome: Int]] = [:]
        for number in 0..<Self.flips {
          let subject = subjects[number % subjects.count]
          let place = Int.random(in: subject.bytes.indices, using: &random)
          let bit = UInt8.random(in: 0...7, using: &random)
          var broken = subject.bytes
          broken[place] ^= 1 << bit
          let outcome = try subject.judge(broken)
          counts[subject.name, default: [:]][outcome, default: 0] += 1
          #expect(outcome != .silent, "\(subject.name), byte \(place), bit \(bit)")
        }
        for (name, outcomes) in counts.sorted(by: { $0.key < $1.key }) {
          let text = Outcome.allCases.compactMap { one in outcomes[one].map { "\($0) \(one.rawValue)" } }
          print("\(name): \(text.joined(separator: "; "))")
        }
      }
    }

    private static func subjects(of stack: Stack) throws -> [Subject] {
      let directory = StateDirectory(path: stack.directory)
      let copy = "\(stack.folder)/flipped"
      let remembered = try RememberedFiles(JournalFile.open(path: directory.journal(of: .trader)))
      try #require(remembered.stream.head != nil && remembered.venue != nil)
      return try Role.allCases.map { try journal(directory.journal(of: $0), $0, copy: copy) } + [
        stream(directory.streamLog, remembered, copy: copy), venue(directory.venue, remembered, copy: copy),
        manifest("\(directory.path)/\(RunManifest.fileName)", copy: copy), latch(copy: copy + ".latch"),
      ]
    }

    private static func whole(_ path: String) throws -> Data {
      let bytes = try #require(FileManager.default.contents(atPath: path))
      try #require(!bytes.isEmpty)
      return bytes
    }

    // MARK: Journals

    /// What a process's start reads of its journal, and what it looks up while it runs.
    private struct Contents: Equatable {
      var epoch: Int64
      var head: ChainHead
      var checkpoints: [Checkpoint]
      var tail: [JournalRow]
      var outbox: [OutboxEntry]
      var answers: [Data?]
      var values: [Data?]
      var heads: [String: ChainHead]
      var sequence: Int64
    }

    private struct Keys {
      var answers: [String] = []
      var values: [String] = []
    }

    private static func contents(_ path: String, _ role: Role, _ keys: inout Keys?) throws -> Contents {
      let journal = try Journal.open(path: path, role: role.rawValue, clock: { 0 })
      if keys == nil {
        keys = try journal.queue.read { db in
          Keys(
            answers: try String.fetchAll(db, sql: "SELECT command FROM answer"),
            values: try String.fetchAll(db, sql: "SELECT name FROM setting"))
        }
      }
      let checkpoints = try journal.checkpoints()
      return Contents(
        epoch: journal.epoch, head: journal.head, checkpoints: checkpoints,
        tail: try journal.rows(after: checkpoints.first?.head.number ?? 0), outbox: try journal.pendingOutbox(),
        answers: try (keys?.answers ?? []).map { try journal.answer(for: $0) },
        values: try (keys?.values ?? []).map { try journal.value(of: $0) }, heads: try journal.rememberedHeads(),
        sequence: try journal.lastSequence())
    }

    private static func journal(_ path: String, _ role: Role, copy: String) throws -> Subject {
      let bytes = try whole(path)
      var keys: Keys?
      func put(_ bytes: Data) throws {
        for end in ["-wal", "-shm"] { unlink(copy + end) }
        try bytes.write(to: URL(fileURLWithPath: copy))
      }
      try put(bytes)
      let expected = try contents(copy, role, &keys)
      let known = keys
      return Subject(name: "\(role.rawValue).sqlite", bytes: bytes) { broken in
        try put(broken)
        let isWhole: Bool
        do { isWhole = if case .whole = try JournalFile.verify(path: copy) { true } else { false } } catch {
          isWhole = false
        }
        try put(broken)
        do {
          var keys = known
          guard try contents(copy, role, &keys) == expected else { return .silent }
        } catch is JournalError {
          return .atStart
        }
        return isWhole ? .same : .byVerify
      }
    }

    // MARK: The other files

    private static func stream(_ path: String, _ remembered: RememberedFiles, copy: String) throws -> Subject {
      let bytes = try whole(path)
      let expected = try StreamLog(path: path).read(from: 1, limit: .max, bytes: .max)
      return Subject(name: "stream.log", bytes: bytes) { broken in
        try broken.write(to: URL(fileURLWithPath: copy))
        var memory = remembered.stream
        do throws(StreamLogError) {
          let log = try StreamLog(path: copy, remembering: memory)
          do throws(StreamLogError) {
            // As it is served.
            return try log.read(from: 1, limit: .max, bytes: .max) == expected ? .same : .silent
          } catch {
            memory.mark = nil
            return (try? StreamLog(path: copy, remembering: memory, isOnlyLookedAt: true)) == nil ? .byVerify : .silent
          }
        } catch {
          return .atStart
        }
      }
    }

    private static func venue(_ path: String, _ remembered: RememberedFiles, copy: String) throws -> Subject {
      func book() throws -> VenueBook? {
        guard case .read(let book) = VenueFile.read(copy, expecting: remembered.venue), book.finding == nil else {
          return nil
        }
        return book
      }
      let bytes = try whole(path)
      try bytes.write(to: URL(fileURLWithPath: copy))
      let expected = try #require(try book())
      return Subject(name: "venue.jsonl", bytes: bytes) { broken in
        try broken.write(to: URL(fileURLWithPath: copy))
        guard let book = try book() else { return .atStart }
        let isSame =
          book.open == expected.open && book.known == expected.known && book.closedAway == expected.closedAway
        return isSame ? .same : .silent
      }
    }

    private static func manifest(_ path: String, copy: String) throws -> Subject {
      let expected = try RunManifest(reading: path)
      return Subject(name: RunManifest.fileName, bytes: try whole(path)) { broken in
        try broken.write(to: URL(fileURLWithPath: copy))
        do throws(RunManifestError) {
          return try RunManifest(reading: copy) == expected ? .same : .silent
        } catch {
          return .atStart
        }
      }
    }

    private static func latch(copy: String) throws -> Subject {
      try FileManager.default.createDirectory(atPath: copy, withIntermediateDirectories: true)
      let latch = Latch(directory: copy)
      try latch.record(Trip(id: "a-trip", level: .frozen, reason: "a test", source: "Ana", time: 1_700_000_000_000))
      let expected = latch.read()
      let name = try #require(try FileManager.default.contentsOfDirectory(atPath: copy).first { $0.hasSuffix(".trip") })
      return Subject(name: "a trip of the latch", bytes: try whole("\(copy)/\(name)")) { broken in
        try broken.write(to: URL(fileURLWithPath: "\(copy)/\(name)"))
        let reading = latch.read()
        // What cannot be read is a halt, and named.
        if !reading.unreadable.isEmpty, reading.level == .halted { return .atStart }
        return reading == expected ? .same : .silent
      }
    }
  }
}
