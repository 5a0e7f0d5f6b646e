import Foundation
import Testing

@testable import Journal

struct WitnessTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private var path: String { folder.file("j") }

  /// A journal of 60 rows that has been opened three times, and what a peer remembers of it.
  private func witnessed() throws -> PeerWitness {
    try sampleJournal(at: path, count: 60).close()
    try FileManager.default.copyItem(atPath: path, toPath: folder.file("older"))
    for _ in 1...2 { try Journal.open(path: path, role: "optimizer").close() }
    let end = try #require(try JournalFile.open(path: path).rows(after: 59).first).head
    let monitor = try Journal.open(path: folder.file("m"), role: "monitor")
    try monitor.turn { (turn: borrowing JournalTurn) throws(JournalError) in
      let numbering = PeerNumbering(epoch: 3, sequence: 40, fence: 2)
      _ = try turn.rememberHead(peer: "optimizer", end, numbering, position: 1)
    }
    try monitor.close()
    let memory = try #require(try JournalFile.open(path: monitor.path).peerMemories()["optimizer"])
    #expect(memory == PeerMemory(head: end, numbering: PeerNumbering(epoch: 3, sequence: 40, fence: 2)))
    return PeerWitness(witness: "the monitor", memory: memory)
  }

  @Test func `the journal that a peer remembers is opened, also when it has gone on`() throws {
    let witness = try witnessed()
    let journal = try Journal.open(path: path, role: "optimizer", witnesses: [witness])
    #expect(journal.epoch == 4)
    try journal.turn { (turn: borrowing JournalTurn) throws(JournalError) in
      _ = try turn.append(kind: "more", sequence: nil, position: 1, payload: Data())
    }
    try journal.close()
    #expect(try Journal.open(path: path, role: "optimizer", witnesses: [witness]).epoch == 5)
  }

  @Test func `one begun anew is refused, and nothing is written to it`() throws {
    let witness = try witnessed()
    for count in [1, 59, 60, 61] {
      let other = folder.file("other\(count)")
      try sampleJournal(at: other, count: count, seed: 99).close()
      for _ in 1...5 { try Journal.open(path: other, role: "optimizer").close() }
      #expect(throws: JournalError.self) {
        try Journal.open(path: other, role: "optimizer", witnesses: [witness])
      }
      #expect(try JournalFile.open(path: other).epoch() == 6)
      #expect(try JournalFile.open(path: other).contradiction(by: [witness]) != nil)
    }
  }

  @Test func `an older copy without a row less is known by its starts`() throws {
    let witness = try witnessed()
    let older = folder.file("older")
    let finding = JournalFinding.older(starts: 1, remembered: 3, witness: "the monitor")
    #expect(throws: JournalError.contradicted(path: older, finding: finding)) {
      try Journal.open(path: older, role: "optimizer", witnesses: [witness])
    }
  }

  @Test func `a start that is not the latest is contradicted while running, and its numbers stay the furthest`() throws
  {
    try sampleJournal(at: path, count: 60).close()
    let rows = try JournalFile.open(path: path).rows(after: 0)
    let journal = try Journal.open(path: folder.file("m"), role: "monitor")
    let memories = try journal.turn { (turn: borrowing JournalTurn) throws(JournalError) in
      func told(_ row: Int, _ epoch: Int64, _ sequence: Int64) throws(JournalError) -> HeadMemory {
        try turn.rememberHead(
          peer: "optimizer", rows[row].head, PeerNumbering(epoch: epoch, sequence: sequence), position: 1)
      }
      return [try told(10, 2, 7), try told(10, 3, 6), try told(11, 2, 9), try told(12, 3, 9)]
    }
    #expect(memories == [.recorded, .recorded, .contradicts(earlier: rows[10].head), .recorded])
    #expect(try journal.peerMemories()["optimizer"]?.numbering == PeerNumbering(epoch: 3, sequence: 9))
  }

  @Test func `what an earlier build has remembered is read`() throws {
    let text = "optimizer 3 " + String(repeating: "ab", count: 32)
    #expect(PeerHeadRecord(payload: Data(text.utf8))?.numbering == PeerNumbering())
    #expect(
      PeerHeadRecord(payload: Data("\(text) 4 5 6".utf8))?.numbering == PeerNumbering(epoch: 4, sequence: 5, fence: 6))
    #expect(PeerHeadRecord(payload: Data("\(text) 4 5".utf8)) == nil)
    #expect(PeerHeadRecord(payload: Data("\(text) 4 -5 6".utf8)) == nil)
  }
}
