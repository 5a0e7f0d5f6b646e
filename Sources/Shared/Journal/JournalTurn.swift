package import FoundationEssentials
internal import GRDB

/// The writes of one turn. It is valid only inside `Journal.turn`.
package struct JournalTurn: ~Copyable {
  let journal: Journal
  let db: Database

  /// Adds a record to the chain and returns the new head.
  ///
  /// - Parameters:
  ///   - sequence: the number of the own published event, or `nil`. No two records may share one.
  ///   - position: the trader-stream sequence number at which it happened.
  /// - Throws: `JournalError.sequenceTaken`; errors of the database.
  @discardableResult
  package func append(kind: String, sequence: Int64?, position: Int64, payload: Data) throws(JournalError)
    -> ChainHead
  {
    let number = journal.head.number + 1
    let time = journal.clock()
    let hash = JournalRow.chain(
      after: journal.head.hash, number: number, kind: kind, sequence: sequence, position: position, time: time,
      payload: payload)
    do {
      let statement = try db.cachedStatement(
        sql: "INSERT INTO chain (number, kind, sequence, position, time, payload, hash) VALUES (?, ?, ?, ?, ?, ?, ?)")
      try statement.execute(arguments: [number, kind, sequence, position, time, payload, hash.bytes])
    } catch let error as DatabaseError where error.extendedResultCode == .SQLITE_CONSTRAINT_UNIQUE {
      throw .sequenceTaken(path: journal.path, sequence: sequence ?? 0)
    } catch {
      throw JournalError(error, path: journal.path, freeSpace: journal.freeSpace)
    }
    journal.head = ChainHead(number: number, hash: hash)
    return journal.head
  }

  /// Stores the core's state, after the records of this turn. The last two are kept, so that a state which cannot be
  /// read back leaves one before it.
  ///
  /// - Parameters:
  ///   - position: the trader-stream sequence number up to which inputs are in the state.
  ///   - sequence: the last published sequence number of the own stream.
  package func checkpoint(state: Data, position: Int64, sequence: Int64) throws(JournalError) {
    try run(
      nil, [],
      """
      INSERT INTO checkpoint (state, digest, position, sequence, head_number, head_hash) VALUES (?, ?, ?, ?, ?, ?)
      """,
      [state, JournalHash.of(state).bytes, position, sequence, journal.head.number, journal.head.hash.bytes])
    try run(nil, [], "DELETE FROM checkpoint WHERE id <= (SELECT max(id) FROM checkpoint) - 2", [])
    do { try journal.sums.renew(.checkpoint, db) } catch { throw journalError(error) }
  }

  /// Adds a command to the outbox; it is resent until it is acknowledged.
  ///
  /// - Returns: `false` where the id is known already, settled or not. The first one stays then, because it may have
  ///   been sent.
  @discardableResult
  package func enqueue(id: String, recipient: String, payload: Data) throws(JournalError) -> Bool {
    try run(
      (.outbox, "id"), [id],
      "INSERT INTO outbox (id, recipient, payload) VALUES (?, ?, ?) ON CONFLICT (id) DO NOTHING",
      [id, recipient, payload])
    return db.changesCount == 1
  }

  /// Ends the sending of a command. The id is never forgotten.
  ///
  /// - Returns: `false` where nothing with this id was pending.
  @discardableResult
  package func settle(id: String) throws(JournalError) -> Bool {
    try run((.outbox, "id"), [id], "UPDATE outbox SET settled = 1 WHERE id = ? AND settled = 0", [id])
    return db.changesCount == 1
  }

  /// Remembers the answer to a command, so that a retry gets the same answer.
  ///
  /// - Returns: `false` where the command has been answered before; that answer stays.
  @discardableResult
  package func recordAnswer(commandID: String, answer: Data) throws(JournalError) -> Bool {
    try run(
      (.answer, "command"), [commandID],
      "INSERT INTO answer (command, answer) VALUES (?, ?) ON CONFLICT (command) DO NOTHING", [commandID, answer])
    return db.changesCount == 1
  }

  /// Stores a named value; `nil` removes it.
  package func set(_ name: String, _ value: Data?) throws(JournalError) {
    if let value {
      try run(
        (.setting, "name"), [name],
        "INSERT INTO setting (name, value) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value",
        [name, value])
    } else {
      try run((.setting, "name"), [name], "DELETE FROM setting WHERE name = ?", [name])
    }
  }

  /// Records how far a peer's journal has come, which makes this journal the witness of its tail. Call it when a beat
  /// carries a new head; an unchanged one costs a look-up.
  ///
  /// - Parameter numbering: the numbers of the same beat. They are kept where the head or the epoch is new.
  package func rememberHead(
    peer: String, _ head: ChainHead, _ numbering: PeerNumbering = PeerNumbering(), position: Int64
  ) throws(JournalError) -> HeadMemory {
    var numbering = numbering
    if let earlier = try journal.peerMemories()[peer] {
      let isBehind = head.number < earlier.head.number || numbering.epoch < earlier.numbering.epoch
      if isBehind || head.number == earlier.head.number && head.hash != earlier.head.hash {
        try recordContradiction(PeerHeadRecord(peer: peer, head: head, numbering), position: position)
        return .contradicts(earlier: earlier.head)
      }
      if head == earlier.head, numbering.epoch == earlier.numbering.epoch { return .unchanged }
      numbering = numbering.furthest(earlier.numbering)
    }
    let record = PeerHeadRecord(peer: peer, head: head, numbering)
    try append(kind: PeerHeadRecord.kind, sequence: nil, position: position, payload: record.payload)
    try set(PeerMemory.name(of: peer), Data(numbering.text.utf8))
    try set(peer: peer, head)
    return .recorded
  }

  /// Forgets what was remembered of a peer's journal: a person has had it rebuilt, and this is the head of the new one.
  ///
  /// - Parameter payload: who wanted it and why.
  package func forget(
    peer: String, for head: ChainHead, _ numbering: PeerNumbering, because payload: Data, position: Int64
  ) throws(JournalError) {
    try append(kind: PeerHeadRecord.recoveryKind, sequence: nil, position: position, payload: payload)
    let record = PeerHeadRecord(peer: peer, head: head, numbering)
    try append(kind: PeerHeadRecord.renewalKind, sequence: nil, position: position, payload: record.payload)
    try set(PeerMemory.name(of: peer), Data(numbering.text.utf8))
    try set("contradiction.\(peer)", nil)
    try set(peer: peer, head)
  }

  private func set(peer: String, _ head: ChainHead) throws(JournalError) {
    try run(
      (.peer, "name"), [peer],
      """
      INSERT INTO peer (name, number, hash) VALUES (?, ?, ?)
      ON CONFLICT (name) DO UPDATE SET number = excluded.number, hash = excluded.hash
      """, [peer, head.number, head.hash.bytes])
  }

  /// A peer repeats its head with every beat; a contradiction is recorded once.
  private func recordContradiction(_ record: PeerHeadRecord, position: Int64) throws(JournalError) {
    let name = "contradiction.\(record.peer)"
    guard try journal.value(of: name) != record.payload else { return }
    try append(kind: PeerHeadRecord.contradictionKind, sequence: nil, position: position, payload: record.payload)
    try set(name, record.payload)
  }

  /// Runs a statement that changes no other row than the one with a key, and updates the table's sum.
  private func run(
    _ row: (table: TableSums.Table, key: String)?, _ value: StatementArguments, _ sql: String,
    _ arguments: StatementArguments
  ) throws(JournalError) {
    do {
      if let row { try journal.sums.remove(row.table, db, where: row.key, value) }
      try db.cachedStatement(sql: sql).execute(arguments: arguments)
      if let row { try journal.sums.add(row.table, db, where: row.key, value) }
    } catch {
      throw journalError(error)
    }
  }

  private func journalError(_ error: any Error) -> JournalError {
    JournalError(error, path: journal.path, freeSpace: journal.freeSpace)
  }
}
