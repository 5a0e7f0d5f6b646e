package import FoundationEssentials
internal import GRDB

extension Journal {
  /// Rows in the order of their numbers, at most `limit`.
  package func rows(after number: Int64, limit: Int = 10_000) throws(JournalError) -> [JournalRow] {
    try read { db in try JournalReading.rows(db, after: number, limit: limit) }
  }

  /// Rows of one kind in the order of their numbers.
  package func rows(kind: String, after number: Int64 = 0, limit: Int = 10_000) throws(JournalError) -> [JournalRow] {
    try read { db in try JournalReading.rows(db, kind: kind, after: number, limit: limit) }
  }

  /// Rows whose own published sequence number lies in the range, in the order of that number.
  package func rows(sequences: ClosedRange<Int64>, limit: Int = 10_000) throws(JournalError) -> [JournalRow] {
    try read { db in try JournalReading.rows(db, sequences: sequences, limit: limit) }
  }

  /// The highest published sequence number in the chain; 0 where there is none.
  package func lastSequence() throws(JournalError) -> Int64 {
    try read { db in
      try Int64.fetchOne(
        db.cachedStatement(sql: "SELECT max(sequence) FROM chain WHERE sequence IS NOT NULL")) ?? 0
    }
  }

  /// The kept checkpoints, latest first; one whose bytes have changed on the disk is left out.
  package func checkpoints() throws(JournalError) -> [Checkpoint] {
    try read { db in try JournalReading.checkpoints(db) }
  }

  package func lastCheckpoint() throws(JournalError) -> Checkpoint? {
    try checkpoints().first
  }

  /// The commands that are not acknowledged, in the order in which they were put in.
  package func pendingOutbox() throws(JournalError) -> [OutboxEntry] {
    try read { db in
      let statement = try db.cachedStatement(
        sql: "SELECT id, recipient, payload FROM outbox WHERE settled = 0 ORDER BY ordinal")
      return try Row.fetchAll(statement).map { row in
        guard let id = String.fromDatabaseValue(row[0]), let recipient = String.fromDatabaseValue(row[1]),
          let payload = Data.fromDatabaseValue(row[2])
        else { throw JournalError.damaged(path: path, finding: .unreadable(after: nil, detail: "the outbox")) }
        return OutboxEntry(id: id, recipient: recipient, payload: payload)
      }
    }
  }

  /// The answer that was given to a command; `nil` for one that has not been answered.
  package func answer(for commandID: String) throws(JournalError) -> Data? {
    try read { db in
      let statement = try db.cachedStatement(sql: "SELECT answer FROM answer WHERE command = ?")
      return try Data.fetchOne(statement, arguments: [commandID])
    }
  }

  /// A named value; `nil` where it was never set or has been removed.
  package func value(of name: String) throws(JournalError) -> Data? {
    try read { db in
      let statement = try db.cachedStatement(sql: "SELECT value FROM setting WHERE name = ?")
      return try Data.fetchOne(statement, arguments: [name])
    }
  }

  /// The furthest that is remembered of each peer.
  package func peerMemories() throws(JournalError) -> [String: PeerMemory] {
    try read { db in try JournalReading.peerMemories(db) }
  }

  /// The furthest head that is remembered of each peer.
  package func rememberedHeads() throws(JournalError) -> [String: ChainHead] {
    try peerMemories().mapValues(\.head)
  }

  /// Reads outside a turn, or inside one and then with the turn's own writes.
  private func read<Result>(_ body: (Database) throws -> Result) throws(JournalError) -> Result {
    do {
      return try queue.unsafeReentrantWrite(body)
    } catch let row as MalformedRow {
      throw .damaged(path: path, finding: .edited(number: row.number))
    } catch {
      throw JournalError(error, path: path, freeSpace: freeSpace)
    }
  }
}
