internal import FoundationEssentials
internal import GRDB

/// Follows a chain row by row and says where it breaks.
struct ChainWalk {
  /// The last row that was right.
  private(set) var head: ChainHead

  init(from head: ChainHead) {
    self.head = head
  }

  mutating func step(_ row: JournalRow) -> JournalFinding? {
    let expected = head.number + 1
    guard row.number == expected else {
      return row.number > expected ? .missing(first: expected, last: row.number - 1) : .edited(number: row.number)
    }
    let hash = JournalRow.chain(
      after: head.hash, number: row.number, kind: row.kind, sequence: row.sequence, position: row.position,
      time: row.time, payload: row.payload)
    guard hash == row.hash else { return .edited(number: row.number) }
    head = row.head
    return nil
  }
}

extension JournalRow {
  var head: ChainHead { ChainHead(number: number, hash: hash) }
}

extension ChainHead {
  /// What is wrong with a chain in which `witness` has seen this head, if anything is.
  func contradiction(_ db: Database, witness: String, genesis: JournalHash) throws -> JournalFinding? {
    guard number > 0 else { return hash == genesis ? nil : .rewritten(number: 1, witness: witness) }
    let statement = try db.cachedStatement(sql: "SELECT hash FROM chain WHERE number = ?")
    if let stored = try DatabaseValue.fetchOne(statement, arguments: [number]) {
      let same = Data.fromDatabaseValue(stored) == hash.bytes
      return same ? nil : .rewritten(number: number, witness: witness)
    }
    let last = try Int64.fetchOne(db, sql: "SELECT max(number) FROM chain") ?? 0
    return last < number
      ? .cut(head: last, remembered: number, witness: witness) : .missing(first: number, last: number)
  }
}
