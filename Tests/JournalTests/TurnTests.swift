import Foundation
import GRDB
import Testing

@testable import Journal

@Suite struct TurnTests {
  let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
  }

  @Test func `an open journal waits for the disk at every commit`() throws {
    let journal = try Journal.open(path: folder.file("j"), role: "trader")
    #expect(try journal.queue.read { try Int.fetchOne($0, sql: "PRAGMA synchronous") } == 2)
    #expect(try journal.queue.read { try String.fetchOne($0, sql: "PRAGMA journal_mode") } == "wal")
  }

  @Test func `the epoch rises with every start and is never given twice`() throws {
    let path = folder.file("j")
    for expected in 1...4 {
      #expect(try Journal.open(path: path, role: "trader").epoch == Int64(expected))
    }
  }

  @Test func `a turn that throws has changed nothing`() throws {
    let path = folder.file("j")
    let journal = try sampleJournal(at: path, count: 4)
    let before = journal.head
    #expect(throws: JournalError.self) {
      try journal.turn { (turn: borrowing JournalTurn) throws(JournalError) in
        try turn.append(kind: "change", sequence: 100, position: 0, payload: Data([1]))
        try turn.enqueue(id: "a-1", recipient: "trader", payload: Data())
        try turn.set("name", Data([1]))
        try turn.recordAnswer(commandID: "c", answer: Data())
        try turn.checkpoint(state: Data(), position: 1, sequence: 1)
        throw .busy(path: "", statement: "")
      }
    }
    #expect(journal.head == before)
    #expect(try journal.rows(after: 4).isEmpty)
    #expect(try journal.pendingOutbox().isEmpty)
    #expect(try journal.value(of: "name") == nil)
    #expect(try journal.answer(for: "c") == nil)
    #expect(try journal.checkpoints().isEmpty)
    try journal.turn { (turn: borrowing JournalTurn) throws(JournalError) in
      try turn.append(kind: "change", sequence: 100, position: 0, payload: Data([1]))
    }
    #expect(try JournalFile.verify(path: path) == .whole(head: journal.head))
  }

  @Test func `reads inside a turn see what the turn has written`() throws {
    let journal = try Journal.open(path: folder.file("j"), role: "trader")
    let seen = try journal.turn { (turn: borrowing JournalTurn) throws(JournalError) in
      try turn.recordAnswer(commandID: "c", answer: Data([7]))
      return try journal.answer(for: "c")
    }
    #expect(seen == Data([7]))
  }

  @Test func `a process that was replaced cannot write another word`() throws {
    let path = folder.file("j")
    let old = try sampleJournal(at: path, count: 3)
    let new = try Journal.open(path: path, role: "optimizer")
    #expect(throws: JournalError.superseded(path: path, own: 1, current: 2)) {
      try old.turn { (turn: borrowing JournalTurn) throws(JournalError) in
        try turn.append(kind: "change", sequence: nil, position: 0, payload: Data())
      }
    }
    try new.turn { (turn: borrowing JournalTurn) throws(JournalError) in
      try turn.append(kind: "change", sequence: nil, position: 0, payload: Data())
    }
    #expect(try JournalFile.verify(path: path) == .whole(head: new.head))
  }

  @Test func `a checkpoint keeps its position and head, and the last two are kept`() throws {
    let path = folder.file("j")
    let journal = try sampleJournal(at: path, count: 3)
    for number in 1...4 {
      try journal.turn { (turn: borrowing JournalTurn) throws(JournalError) in
        try turn.append(kind: "change", sequence: nil, position: Int64(number), payload: Data())
        try turn.checkpoint(state: Data([UInt8(number)]), position: Int64(number), sequence: Int64(number * 2))
      }
    }
    let kept = try Journal.open(path: path, role: "optimizer").checkpoints()
    #expect(kept.map(\.state) == [Data([4]), Data([3])])
    #expect(kept.map(\.position) == [4, 3])
    #expect(kept.map(\.sequence) == [8, 6])
    #expect(kept.map(\.head.number) == [7, 6])
    #expect(try journal.rows(after: kept[1].head.number).map(\.position) == [4])
  }

  @Test func `a checkpoint whose bytes have rotted is given to nobody, and named at the next start`() throws {
    let path = folder.file("j")
    let journal = try sampleJournal(at: path, count: 3)
    for number: UInt8 in 1...2 {
      try journal.turn { (turn: borrowing JournalTurn) throws(JournalError) in
        try turn.checkpoint(state: Data([number]), position: 0, sequence: 0)
      }
    }
    try tamper(with: path, "UPDATE checkpoint SET state = x'09' WHERE state = x'02'")
    #expect(try journal.lastCheckpoint()?.state == Data([1]))
    #expect(throws: JournalError.damaged(path: path, finding: .altered(table: "checkpoint"))) {
      try Journal.open(path: path, role: "optimizer")
    }
  }

  @Test func `a command stays in the outbox until it is settled, and its id is never new again`() throws {
    let path = folder.file("j")
    let journal = try Journal.open(path: path, role: "controller")
    let fresh = try journal.turn { (turn: borrowing JournalTurn) throws(JournalError) in
      [
        try turn.enqueue(id: "controller-1", recipient: "optimizer", payload: Data([1])),
        try turn.enqueue(id: "controller-2", recipient: "trader", payload: Data([2])),
        try turn.enqueue(id: "controller-1", recipient: "optimizer", payload: Data([9])),
      ]
    }
    #expect(fresh == [true, true, false])
    let reopened = try Journal.open(path: path, role: "controller")
    #expect(try reopened.pendingOutbox().map(\.payload) == [Data([1]), Data([2])])
    let settled = try reopened.turn { (turn: borrowing JournalTurn) throws(JournalError) in
      [
        try turn.settle(id: "controller-1"), try turn.settle(id: "controller-1"), try turn.settle(id: "unknown"),
        try turn.enqueue(id: "controller-1", recipient: "optimizer", payload: Data([1])),
      ]
    }
    #expect(settled == [true, false, false, false])
    #expect(try reopened.pendingOutbox() == [OutboxEntry(id: "controller-2", recipient: "trader", payload: Data([2]))])
  }

  @Test func `a command is answered the same way for ever`() throws {
    let path = folder.file("j")
    let journal = try Journal.open(path: path, role: "trader")
    let first = try journal.turn { (turn: borrowing JournalTurn) throws(JournalError) in
      [
        try turn.recordAnswer(commandID: "optimizer-1", answer: Data([1])),
        try turn.recordAnswer(commandID: "optimizer-1", answer: Data([2])),
      ]
    }
    #expect(first == [true, false])
    #expect(try Journal.open(path: path, role: "trader").answer(for: "optimizer-1") == Data([1]))
    #expect(try journal.answer(for: "optimizer-2") == nil)
  }

  @Test func `a named value can be set, replaced and removed`() throws {
    let journal = try Journal.open(path: folder.file("j"), role: "trader")
    for value in [Data([1]), Data([2]), nil] {
      try journal.turn { (turn: borrowing JournalTurn) throws(JournalError) in try turn.set("fence", value) }
      #expect(try journal.value(of: "fence") == value)
    }
  }
}
