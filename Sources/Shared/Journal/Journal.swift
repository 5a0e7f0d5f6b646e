internal import FoundationEssentials
internal import GRDB

/// One process's durable memory: a SQLite file with a hash-chained, append-only journal, checkpoints of the core, an
/// outbox, the answers given to commands, and a few named values.
///
/// Every turn of the process's loop is one transaction, and it is on the disk when `turn` returns (write-ahead log,
/// `synchronous = FULL`). There is one writer: a process that opens the file supersedes the one that had it open
/// before. Use it from one thread only; others read the file through `JournalFile`.
///
///     let journal = try Journal.open(path: path, role: "optimizer")
///     try journal.turn { turn in
///       try turn.append(kind: "change", sequence: 7, position: 1200, payload: bytes)
///       try turn.enqueue(id: "optimizer-3", recipient: "trader", payload: command)
///     }
package final class Journal {
  package let path: String
  package let role: String
  /// How often the journal has been opened for writing, this time included; it rises with every start of the process.
  package let epoch: Int64
  /// The last row that is committed.
  package internal(set) var head: ChainHead

  /// Of all tables after the last commit, or inside a turn of what it has written.
  var sums: TableSums
  let queue: DatabaseQueue
  let clock: () -> Int64
  let freeSpace: () -> Bool

  /// Opens or creates the journal and commits the next epoch.
  ///
  /// - Parameters:
  ///   - role: the owner's name; a file of another owner is refused.
  ///   - witnesses: what the peers remember of it; one that is not the journal that they remember is refused with
  ///     `.contradicted`, and nothing is written.
  ///   - starts: the epoch from which a rebuilt journal counts its starts; 0 for any other.
  ///   - clock: milliseconds since 1970 UTC, written beside each row for people.
  ///   - freeSpace: called once when the disk is full; says whether it made room. See `DiskReserve`.
  package static func open(
    path: String, role: String, witnesses: [PeerWitness] = [], following starts: Int64 = 0,
    clock: @escaping () -> Int64 = wallClockMilliseconds, freeSpace: @escaping () -> Bool = { false }
  ) throws(JournalError) -> Journal {
    do {
      return try Journal(
        path: path, role: role, witnesses: witnesses, following: starts, clock: clock, freeSpace: freeSpace)
    } catch {
      throw JournalError(error, path: path, freeSpace: freeSpace)
    }
  }

  private init(
    path: String, role: String, witnesses: [PeerWitness], following starts: Int64, clock: @escaping () -> Int64,
    freeSpace: @escaping () -> Bool
  ) throws {
    var configuration = GRDB.Configuration()
    configuration.label = "journal.\(role)"
    configuration.journalMode = .wal
    configuration.busyMode = .timeout(1)
    if let finding = WriteAheadLog.finding(beside: path) {
      throw JournalError.damaged(path: path, finding: .unreadable(after: nil, detail: finding))
    }
    queue = try DatabaseQueue(path: path, configuration: configuration)
    self.path = path
    self.role = role
    self.clock = clock
    self.freeSpace = freeSpace
    (epoch, head, sums) = try queue.writeWithoutTransaction { db in
      try Self.demandDurability(db, path: path)
      var opened = (epoch: Int64(0), head: ChainHead(number: 0, hash: .genesis(role: role)), sums: TableSums())
      try db.inTransaction(.immediate) {
        let isSealed = try JournalSchema.prepare(db, path: path, role: role)
        opened.head = try Self.checkedHead(db, path: path, role: role)
        if isSealed { try JournalSchema.checkSeal(db, path: path) }
        if let finding = try Self.contradiction(db, role: role, witnesses) {
          throw JournalError.contradicted(path: path, finding: finding)
        }
        try db.execute(sql: "UPDATE identity SET epoch = max(epoch, ?) + 1", arguments: [starts])
        opened.epoch = try Int64.fetchOne(db, sql: "SELECT epoch FROM identity") ?? 0
        opened.sums = try TableSums(of: db)
        try Self.seal(db, opened.sums)
        return .commit
      }
      return opened
    }
  }

  /// Pages in the write-ahead log after which it is moved into the database; opening the journal after a crash reads
  /// them all.
  private static let pagesToRecover = 250

  /// GRDB sets `synchronous` to NORMAL when it turns the write-ahead log on, so FULL is set afterwards and read back.
  private static func demandDurability(_ db: Database, path: String) throws {
    try db.execute(sql: "PRAGMA synchronous = FULL")
    let level = try Int.fetchOne(db, sql: "PRAGMA synchronous") ?? -1
    guard level == 2 else { throw JournalError.notDurable(path: path, synchronous: level) }
    let mode = try String.fetchOne(db, sql: "PRAGMA journal_mode") ?? "unknown"
    guard mode == "wal" else { throw JournalError.notWriteAheadLogged(path: path, mode: mode) }
    try db.execute(sql: "PRAGMA wal_autocheckpoint = \(pagesToRecover)")
    try db.execute(sql: "PRAGMA cell_size_check = ON")
  }

  /// Records what the tables hold now, as the last write of a transaction.
  static func seal(_ db: Database, _ sums: TableSums) throws {
    try db.cachedStatement(sql: "UPDATE seal SET sums = ? WHERE one = 1").execute(arguments: [sums.bytes])
  }

  /// Reads the head and checks what a start reads: the checkpoints' digests, that the row under the last one is still
  /// there, and the chain from it to the end. The whole chain is for `JournalFile.verify`.
  static func checkedHead(_ db: Database, path: String, role: String) throws -> ChainHead {
    let last = try JournalReading.lastRows(db, count: 2)
    let genesis = ChainHead(number: 0, hash: .genesis(role: role))
    var walk = ChainWalk(from: last.count == 2 ? last[0].head : genesis)
    if let row = last.last, let finding = walk.step(row) {
      throw JournalError.damaged(path: path, finding: finding)
    }
    let checkpoints = try JournalReading.checkpoints(db)
    guard try checkpoints.count == Int.fetchOne(db, sql: "SELECT count(*) FROM checkpoint") else {
      throw JournalError.damaged(path: path, finding: .altered(table: "checkpoint"))
    }
    if let checkpoint = checkpoints.first {
      let witness = "its own checkpoint"
      let finding = try checkpoint.head.contradiction(db, witness: witness, genesis: genesis.hash)
      if let finding { throw JournalError.damaged(path: path, finding: finding) }
    }
    var tail = ChainWalk(from: checkpoints.first?.head ?? genesis)
    while case let rows = try JournalReading.rows(db, after: tail.head.number, limit: 1_000), !rows.isEmpty {
      for row in rows {
        if let finding = tail.step(row) { throw JournalError.damaged(path: path, finding: finding) }
      }
    }
    return walk.head
  }

  /// What is wrong with a journal of which its peers remember this, if anything is.
  static func contradiction(_ db: Database, role: String, _ witnesses: [PeerWitness]) throws -> JournalFinding? {
    let epoch = try Int64.fetchOne(db, sql: "SELECT epoch FROM identity") ?? 0
    for item in witnesses {
      let head = item.memory.head
      if let finding = try head.contradiction(db, witness: item.witness, genesis: .genesis(role: role)) {
        return finding
      }
      let remembered = item.memory.numbering.epoch
      if epoch < remembered { return .older(starts: epoch, remembered: remembered, witness: item.witness) }
    }
    return nil
  }

  /// Runs `body` as one transaction, on the disk when this returns. If anything in it throws, nothing has happened.
  ///
  /// - Throws: what `body` throws, or the error of the commit; `.superseded` where a newer process has taken over.
  @discardableResult
  package func turn<Result>(_ body: (borrowing JournalTurn) throws(JournalError) -> Result) throws(JournalError)
    -> Result
  {
    let before = (head, sums)
    do {
      return try queue.unsafeReentrantWrite { db in
        var result: Result?
        try db.inTransaction(.immediate) {
          try demandOwnership(db)
          result = try body(JournalTurn(journal: self, db: db))
          if head != before.0 { try sums.renew(.chain, db) }
          if sums != before.1 { try Self.seal(db, sums) }
          return .commit
        }
        guard let result else { preconditionFailure("a committed turn has run its body") }
        return result
      }
    } catch {
      (head, sums) = before
      throw JournalError(error, path: path, freeSpace: freeSpace)
    }
  }

  /// A process that slept while its successor was started must not write again.
  private func demandOwnership(_ db: Database) throws {
    let current = try Int64.fetchOne(db.cachedStatement(sql: "SELECT epoch FROM identity")) ?? -1
    guard current == epoch else { throw JournalError.superseded(path: path, own: epoch, current: current) }
  }

  /// Writes the log back into the database file and closes it. Leaving it out is safe: the next start reads the log.
  package func close() throws(JournalError) {
    do {
      try queue.close()
    } catch {
      throw JournalError(error, path: path, freeSpace: freeSpace)
    }
  }
}

/// Milliseconds since 1970 UTC.
package func wallClockMilliseconds() -> Int64 {
  Int64((Date().timeIntervalSince1970 * 1000).rounded(.down))
}
