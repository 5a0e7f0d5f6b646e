import Domain
import Foundation
import Testing

@testable import Journal

@Suite struct CrashTests {
  let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
  }

  @Test func `a killed process leaves exactly its committed turns`() throws {
    let journal = try sampleJournal(at: folder.file("j"), count: 40)
    let committed = journal.head
    let image = try journal.turn { (turn: borrowing JournalTurn) throws(JournalError) -> String? in
      for _ in 0..<500 { try turn.append(kind: "lost", sequence: nil, position: 0, payload: Data(count: 2_000)) }
      return try? folder.image(of: "j", as: "killed")
    }
    let survivor = try Journal.open(path: #require(image), role: "optimizer")
    #expect(survivor.head == committed)
    #expect(survivor.epoch == 2)
    #expect(try JournalFile.verify(path: survivor.path) == .whole(head: committed))
  }

  /// The log is written in order and each of its frames carries a checksum of all before it, so a log that ends
  /// anywhere is what a power cut leaves of unsynced writes.
  @Test func `a log torn at any byte leaves a whole chain that ends between two turns`() throws {
    let journal = try Journal.open(path: folder.file("j"), role: "optimizer")
    var ends: Set<Int64> = [0]
    var random = SplitMix64(seed: 7)
    for turnNumber in 1...12 {
      try journal.turn { (turn: borrowing JournalTurn) throws(JournalError) in
        for _ in 0..<Int.random(in: 1...4, using: &random) {
          try turn.append(kind: "k", sequence: nil, position: 0, payload: Data(count: 700))
        }
        try turn.checkpoint(state: Data([UInt8(turnNumber)]), position: 0, sequence: 0)
      }
      ends.insert(journal.head.number)
    }
    let whole = try Data(contentsOf: URL(fileURLWithPath: folder.file("j-wal"))).count
    var heads: Set<Int64> = []
    for trial in 0..<150 {
      let bytes = Int.random(in: 0...whole, using: &random)
      let image = try folder.image(of: "j", as: "torn\(trial)", logBytes: bytes)
      let survivor = try Journal.open(path: image, role: "optimizer")
      heads.insert(survivor.head.number)
      #expect(ends.contains(survivor.head.number))
      #expect(try survivor.lastCheckpoint()?.head ?? survivor.head == survivor.head)
      #expect(try JournalFile.verify(path: image) == .whole(head: survivor.head))
      try survivor.close()
    }
    #expect(heads.count > 6, "the tears must have hit different turns")
  }

  @Test func `a journal that was not closed goes on where it was`() throws {
    let path = folder.file("j")
    var head = try sampleJournal(at: path, count: 10).head
    for round in 1...5 {
      let journal = try Journal.open(path: path, role: "optimizer")
      #expect(journal.head == head)
      try journal.turn { (turn: borrowing JournalTurn) throws(JournalError) in
        try turn.append(kind: "round", sequence: nil, position: Int64(round), payload: Data([UInt8(round)]))
      }
      head = journal.head
    }
    #expect(try JournalFile.verify(path: path) == .whole(head: head))
  }

  @Test func `verifying works beside a living writer and changes nothing`() throws {
    let path = folder.file("j")
    let journal = try sampleJournal(at: path, count: 30)
    for _ in 0..<5 {
      #expect(try JournalFile.verify(path: path) == .whole(head: journal.head))
      try journal.turn { (turn: borrowing JournalTurn) throws(JournalError) in
        try turn.append(kind: "more", sequence: nil, position: 0, payload: Data(count: 100))
      }
    }
    try journal.turn { (turn: borrowing JournalTurn) throws(JournalError) in
      try turn.append(kind: "more", sequence: nil, position: 0, payload: Data(count: 100))
      guard case .whole(let head) = try JournalFile.verify(path: path) else {
        Issue.record("an open transaction does not disturb a reader")
        return
      }
      #expect(head.number == 35)
    }
  }
}
