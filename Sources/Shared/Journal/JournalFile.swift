package import FoundationEssentials
internal import GRDB

/// A journal opened for reading only, while its writer runs or after its end.
package final class JournalFile {
  package let path: String
  package let role: String
  private let queue: DatabaseQueue

  /// - Throws: `JournalError.cannotOpen`, `.foreignFile` where it is not a journal, `.damaged` where it is not a
  ///   database.
  package static func open(path: String) throws(JournalError) -> JournalFile {
    do {
      return try JournalFile(path: path)
    } catch {
      throw JournalError(error, path: path, freeSpace: { false })
    }
  }

  private init(path: String) throws {
    var configuration = GRDB.Configuration()
    configuration.label = "journal.reader"
    configuration.readonly = true
    configuration.busyMode = .timeout(1)
    self.path = path
    if let finding = WriteAheadLog.finding(beside: path) {
      throw JournalError.damaged(path: path, finding: .unreadable(after: nil, detail: finding))
    }
    queue = try DatabaseQueue(path: path, configuration: configuration)
    role = try queue.read { db in
      let version = try Int.fetchOne(db, sql: "PRAGMA user_version") ?? 0
      guard version > 0, try db.tableExists("identity") else {
        throw JournalError.foreignFile(path: path, found: "another database", expected: "a journal")
      }
      guard version <= JournalSchema.version else {
        throw JournalError.newerSchema(path: path, found: version, supported: JournalSchema.version)
      }
      try db.execute(sql: "PRAGMA cell_size_check = ON")
      return try String.fetchOne(db, sql: "SELECT role FROM identity") ?? "nobody"
    }
  }

  package func rows(after number: Int64, limit: Int = 10_000) throws(JournalError) -> [JournalRow] {
    try read { db in try JournalReading.rows(db, after: number, limit: limit) }
  }

  package func rows(kind: String, after number: Int64 = 0, limit: Int = 10_000) throws(JournalError) -> [JournalRow] {
    try read { db in try JournalReading.rows(db, kind: kind, after: number, limit: limit) }
  }

  /// The position of the last row; 0 for an empty journal.
  package func lastPosition() throws(JournalError) -> Int64 {
    try read { db in try JournalReading.lastRows(db, count: 1).last?.position ?? 0 }
  }

  /// Checks what opening for writing would, and returns the last row's number.
  @discardableResult
  package func checkHead() throws(JournalError) -> Int64 {
    try read { db in
      let head = try Journal.checkedHead(db, path: path, role: role)
      try JournalSchema.checkSeal(db, path: path)
      return head.number
    }
  }

  /// A named value; `nil` where it was never set or has been removed.
  package func value(of name: String) throws(JournalError) -> Data? {
    try read { db in try Data.fetchOne(db, sql: "SELECT value FROM setting WHERE name = ?", arguments: [name]) }
  }

  package func checkpoints() throws(JournalError) -> [Checkpoint] {
    try read { db in try JournalReading.checkpoints(db) }
  }

  /// How often it has been opened for writing.
  package func epoch() throws(JournalError) -> Int64 {
    try read { db in try Int64.fetchOne(db, sql: "SELECT epoch FROM identity") ?? 0 }
  }

  /// The furthest that this journal remembers of each peer.
  package func peerMemories() throws(JournalError) -> [String: PeerMemory] {
    try read { db in try JournalReading.peerMemories(db) }
  }

  /// How this journal differs from what its peers remember of it; `nil` where it does not. It reads a row a witness.
  package func contradiction(by witnesses: [PeerWitness]) throws(JournalError) -> JournalFinding? {
    try read { db in try Journal.contradiction(db, role: role, witnesses) }
  }

  /// Every head of a peer that this journal has recorded, oldest first, but for those of a journal that was lost and
  /// rebuilt.
  package func rememberedHeads() throws(JournalError) -> [RememberedHead] {
    var renewed: [String: Int64] = [:]
    for row in try rows(kind: PeerHeadRecord.renewalKind, limit: 5_000) {
      if let record = PeerHeadRecord(payload: row.payload) { renewed[record.peer] = row.number }
    }
    var heads: [RememberedHead] = []
    var last: Int64 = 0
    while true {
      let rows = try rows(kind: PeerHeadRecord.kind, after: last, limit: 5_000)
      guard let end = rows.last else { return heads }
      last = end.number
      for row in rows {
        guard let record = PeerHeadRecord(payload: row.payload), row.number > renewed[record.peer] ?? 0 else {
          continue
        }
        heads.append(RememberedHead(peer: record.peer, head: record.head, witness: role, row: row.number))
      }
    }
  }

  /// Verifies the whole chain, in slices, so that a running writer's log can be written back in between.
  ///
  /// - Parameter remembered: heads that peers have recorded of this journal; those of other journals are left out.
  func verdict(remembered: [RememberedHead]) throws(JournalError) -> JournalVerdict {
    let genesis = JournalHash.genesis(role: role)
    var walk = ChainWalk(from: ChainHead(number: 0, hash: genesis))
    do {
      while true {
        let rows = try queue.read { db in try JournalReading.rows(db, after: walk.head.number, limit: 1_000) }
        if rows.isEmpty { break }
        for row in rows {
          if let finding = walk.step(row) { return .broken(finding) }
        }
      }
    } catch let row as MalformedRow {
      return .broken(.edited(number: row.number))
    } catch {
      return .broken(.unreadable(after: walk.head.number, detail: "\(error)"))
    }
    let own = try checkpoints().map {
      RememberedHead(peer: role, head: $0.head, witness: "its own checkpoint", row: 0)
    }
    let witnessed = (own + remembered.filter { $0.peer == role }).sorted { $0.head.number < $1.head.number }
    for memory in witnessed {
      let finding = try read { db in
        try memory.head.contradiction(db, witness: memory.witness, genesis: genesis)
      }
      if let finding { return .broken(finding) }
    }
    let sealed: JournalFinding?
    do throws(JournalError) {
      try checkHead()
      sealed = nil
    } catch .damaged(_, let finding) {
      sealed = finding
    }
    if let sealed { return .broken(sealed) }
    let complaint = try read { db in try String.fetchOne(db, sql: "PRAGMA integrity_check(1)") ?? "no answer" }
    guard complaint == "ok" else { return .broken(.unreadable(after: walk.head.number, detail: complaint)) }
    return .whole(head: walk.head)
  }

  private func read<Result>(_ body: (Database) throws -> Result) throws(JournalError) -> Result {
    do {
      return try queue.read(body)
    } catch let row as MalformedRow {
      throw .damaged(path: path, finding: .edited(number: row.number))
    } catch {
      throw JournalError(error, path: path, freeSpace: { false })
    }
  }
}
