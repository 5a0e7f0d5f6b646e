import Digests
import Domain
import Foundation
import GRDB
import Testing

@testable import Journal

@Suite struct ChainTests {
  let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
  }

  @Test func `the digest of a row covers the digest before it and every field`() throws {
    let path = folder.file("j")
    let journal = try sampleJournal(at: path, count: 2)
    let rows = try journal.rows(after: 0)
    var bytes = Data(SHA256.hash("sotano journal 1 optimizer".utf8))
    func add(_ number: Int64) { bytes.append(contentsOf: withUnsafeBytes(of: number.bigEndian) { Array($0) }) }
    add(1)
    bytes.append(contentsOf: [0, 0, 0, UInt8(rows[0].kind.utf8.count)] + Array(rows[0].kind.utf8) + [1])
    add(1)
    add(10)
    add(1_700_000_000_000)
    add(Int64(rows[0].payload.count))
    bytes.append(rows[0].payload)
    #expect(rows[0].hash.bytes == Data(SHA256.hash(bytes)))
    #expect(journal.head == ChainHead(number: 2, hash: rows[1].hash))
  }

  @Test func `rows that differ in one field have different digests`() {
    let genesis = JournalHash.genesis(role: "trader")
    var seen: Set<JournalHash> = []
    let base = (number: Int64(1), kind: "ab", sequence: Int64?.none, position: Int64(5), time: Int64(9))
    let variants: [(Int64, String, Int64?, Int64, Int64, String)] = [
      (base.number, base.kind, base.sequence, base.position, base.time, "c"),
      (2, base.kind, base.sequence, base.position, base.time, "c"),
      (base.number, "a", base.sequence, base.position, base.time, "bc"),
      (base.number, "abc", base.sequence, base.position, base.time, ""),
      (base.number, base.kind, 0, base.position, base.time, "c"),
      (base.number, base.kind, base.sequence, 9, 5, "c"),
      (base.number, base.kind, base.sequence, base.position, 10, "c"),
    ]
    for (number, kind, sequence, position, time, payload) in variants {
      seen.insert(
        JournalRow.chain(
          after: genesis, number: number, kind: kind, sequence: sequence, position: position, time: time,
          payload: Data(payload.utf8)))
    }
    #expect(seen.count == variants.count)
  }

  @Test(arguments: 1...8) func `any run of turns leaves a whole chain that reads back row by row`(seed: UInt64) throws {
    let path = folder.file("j")
    let journal = try sampleJournal(at: path, count: 120, seed: seed)
    #expect(try JournalFile.verify(path: path) == .whole(head: journal.head))
    let all = try journal.rows(after: 0)
    #expect(all.map(\.number) == Array(1...120))
    var paged: [JournalRow] = []
    while let last = Optional(paged.last?.number ?? 0), last < 120 { paged += try journal.rows(after: last, limit: 7) }
    #expect(paged == all)
    #expect(try journal.rows(kind: "alert") == all.filter { $0.kind == "alert" })
    #expect(
      try journal.rows(sequences: 20...50) == all.filter { $0.sequence.map { (20...50).contains($0) } ?? false })
    #expect(try journal.lastSequence() == all.compactMap(\.sequence).max())
  }

  @Test func `the chain can be neither edited nor deleted from nor filled out of order`() throws {
    let path = folder.file("j")
    let journal = try sampleJournal(at: path, count: 5)
    for statement in [
      "UPDATE chain SET payload = x'00' WHERE number = 2", "DELETE FROM chain WHERE number = 5",
      "INSERT OR REPLACE INTO chain SELECT 3, kind, NULL, 0, 0, payload, hash FROM chain WHERE number = 1",
      "INSERT INTO chain SELECT 9, kind, NULL, 0, 0, payload, hash FROM chain WHERE number = 1",
    ] {
      #expect(throws: DatabaseError.self, "\(statement)") {
        try journal.queue.write { try $0.execute(sql: statement) }
      }
    }
    #expect(try JournalFile.verify(path: path) == .whole(head: journal.head))
  }

  @Test func `two records cannot share a number of the published stream`() throws {
    let path = folder.file("j")
    let journal = try sampleJournal(at: path, count: 5)
    #expect(throws: JournalError.sequenceTaken(path: path, sequence: 4)) {
      try journal.turn { (turn: borrowing JournalTurn) throws(JournalError) in
        try turn.append(kind: "change", sequence: 4, position: 0, payload: Data())
      }
    }
    #expect(journal.head.number == 5)
  }
}
