internal import FoundationEssentials
internal import GRDB

/// The queries that the writer and other readers share.
enum JournalReading {
  private static let columns = "number, kind, sequence, position, time, payload, hash"

  static func rows(_ db: Database, after number: Int64, limit: Int) throws -> [JournalRow] {
    try fetch(
      db, "SELECT \(columns) FROM chain NOT INDEXED WHERE number > ? ORDER BY number LIMIT ?", [number, limit])
  }

  static func rows(_ db: Database, kind: String, after number: Int64, limit: Int) throws -> [JournalRow] {
    try fetch(
      db, "SELECT \(columns) FROM chain WHERE kind = ? AND number > ? ORDER BY number LIMIT ?", [kind, number, limit])
  }

  /// For rows that are served to others: each is checked against the digest of the one before it.
  static func rows(_ db: Database, sequences: ClosedRange<Int64>, limit: Int) throws -> [JournalRow] {
    let rows = try fetch(
      db,
      """
      SELECT \(columns) FROM chain
      WHERE sequence IS NOT NULL AND sequence BETWEEN ? AND ? ORDER BY sequence LIMIT ?
      """, [sequences.lowerBound, sequences.upperBound, limit])
    let hash = try db.cachedStatement(sql: "SELECT hash FROM chain WHERE number = ?")
    // A row that is chained to nothing is the first.
    let role = try String.fetchOne(db.cachedStatement(sql: "SELECT role FROM identity")) ?? ""
    for row in rows {
      let before = try Data.fetchOne(hash, arguments: [row.number - 1]).flatMap { JournalHash($0) }
      guard let before = before ?? (row.number == 1 ? .genesis(role: role) : nil) else {
        throw MalformedRow(number: row.number)
      }
      var walk = ChainWalk(from: ChainHead(number: row.number - 1, hash: before))
      if walk.step(row) != nil { throw MalformedRow(number: row.number) }
    }
    return rows
  }

  /// The last rows in the order in which they were written.
  static func lastRows(_ db: Database, count: Int) throws -> [JournalRow] {
    try fetch(db, "SELECT \(columns) FROM chain ORDER BY number DESC LIMIT ?", [count]).reversed()
  }

  /// The checkpoints whose state is what was stored, latest first.
  static func checkpoints(_ db: Database) throws -> [Checkpoint] {
    let rows = try Row.fetchAll(
      db,
      sql: "SELECT state, digest, position, sequence, head_number, head_hash FROM checkpoint ORDER BY id DESC")
    return rows.compactMap { row in
      guard let state = Data.fromDatabaseValue(row[0]), JournalHash.of(state).bytes == Data.fromDatabaseValue(row[1]),
        let position = Int64.fromDatabaseValue(row[2]), let sequence = Int64.fromDatabaseValue(row[3]),
        let number = Int64.fromDatabaseValue(row[4]),
        let hash = Data.fromDatabaseValue(row[5]).flatMap({ JournalHash($0) })
      else { return nil }
      return Checkpoint(
        state: state, position: position, sequence: sequence, head: ChainHead(number: number, hash: hash))
    }
  }

  /// The furthest that is remembered of each peer.
  static func peerMemories(_ db: Database) throws -> [String: PeerMemory] {
    let rows = try Row.fetchAll(
      db.cachedStatement(
        sql: """
          SELECT name, number, hash, (SELECT value FROM setting WHERE setting.name = 'peer.' || peer.name) FROM peer
          """))
    return rows.reduce(into: [:]) { memories, row in
      guard let peer = String.fromDatabaseValue(row[0]), let number = Int64.fromDatabaseValue(row[1]),
        let hash = Data.fromDatabaseValue(row[2]).flatMap({ JournalHash($0) })
      else { return }
      memories[peer] = PeerMemory(
        head: ChainHead(number: number, hash: hash),
        numbering: PeerMemory.numbering(from: Data.fromDatabaseValue(row[3])))
    }
  }

  /// Columns are taken as they are stored, since a file that was tampered with may hold anything.
  private static func fetch(_ db: Database, _ sql: String, _ arguments: StatementArguments) throws -> [JournalRow] {
    let cursor = try Row.fetchCursor(db.cachedStatement(sql: sql), arguments: arguments)
    var rows: [JournalRow] = []
    while let row = try cursor.next() {
      guard let number = Int64.fromDatabaseValue(row[0]) else { continue }
      guard let kind = String.fromDatabaseValue(row[1]), let position = Int64.fromDatabaseValue(row[3]),
        let time = Int64.fromDatabaseValue(row[4]), let payload = Data.fromDatabaseValue(row[5]),
        let hash = Data.fromDatabaseValue(row[6]).flatMap({ JournalHash($0) })
      else { throw MalformedRow(number: number) }
      rows.append(
        JournalRow(
          number: number, kind: kind, sequence: Int64.fromDatabaseValue(row[2]), position: position, time: time,
          payload: payload, hash: hash))
    }
    return rows
  }
}

/// A row whose columns are not of their kinds, or that is not as it was written.
struct MalformedRow: Error {
  var number: Int64
}
