internal import Digests
internal import FoundationEssentials
internal import GRDB

/// What the tables beside the chain hold, and where the chain ends: for each table the sum of its rows' digests, which
/// a turn updates by what it changes and an opening recomputes from the rows.
///
/// The chain guards decisions that were published. A command in the outbox, an answer, a checkpoint's position or the
/// epoch decide as much and are changed in place; the sums guard those. A sum does not depend on the rows' order, and a
/// row is subtracted as it was added (M. Bellare and D. Micciancio, "A new paradigm for collision-free hashing", 1997;
/// here against damage, not against somebody who can rewrite the sums).
struct TableSums: Hashable {
  enum Table: Int, CaseIterable {
    case schema, identity, chain, checkpoint, outbox, answer, setting, peer

    var name: String { "\(self)" }

    /// Every row as its digest takes it. A checkpoint's state has a digest of its own, and of the chain its end is enough.
    fileprivate var query: String {
      switch self {
      case .schema: "SELECT type, name, tbl_name, rootpage, sql FROM sqlite_master"
      case .identity: "SELECT role, epoch FROM identity"
      case .chain:
        """
        SELECT number, hash, (SELECT max(sequence) FROM chain WHERE sequence IS NOT NULL)
        FROM chain ORDER BY number DESC LIMIT 1
        """
      case .checkpoint: "SELECT id, digest, position, sequence, head_number, head_hash FROM checkpoint"
      case .outbox: "SELECT ordinal, id, recipient, payload, settled FROM outbox"
      case .answer: "SELECT command, answer FROM answer"
      case .setting: "SELECT name, value FROM setting"
      case .peer: "SELECT name, number, hash FROM peer"
      }
    }
  }

  private var lanes = [UInt64](repeating: 0, count: 2 * Table.allCases.count)

  init() {}

  /// Of everything that the file holds.
  init(of db: Database) throws {
    for table in Table.allCases { try add(table, db) }
  }

  init?(stored bytes: Data) {
    guard bytes.count == 8 * lanes.count else { return nil }
    for index in lanes.indices {
      lanes[index] = bytes.withUnsafeBytes { $0.loadUnaligned(fromByteOffset: 8 * index, as: UInt64.self).littleEndian }
    }
  }

  /// As they are stored, little-endian.
  var bytes: Data {
    lanes.reduce(into: Data()) { data, lane in withUnsafeBytes(of: lane.littleEndian) { data.append(contentsOf: $0) } }
  }

  func firstDifference(from other: TableSums) -> Table? {
    Table.allCases.first { table in
      (2 * table.rawValue...2 * table.rawValue + 1).contains { lanes[$0] != other.lanes[$0] }
    }
  }

  /// Recomputes a table's sum.
  mutating func renew(_ table: Table, _ db: Database) throws {
    lanes[2 * table.rawValue] = 0
    lanes[2 * table.rawValue + 1] = 0
    try add(table, db)
  }

  /// Adds the rows of a table, or those with a key.
  mutating func add(_ table: Table, _ db: Database, where key: String? = nil, _ value: StatementArguments = []) throws {
    try rows(table, db, key, value) { lanes, digest in
      lanes[0] &+= digest.0
      lanes[1] &+= digest.1
    }
  }

  /// Subtracts the rows with a key.
  mutating func remove(_ table: Table, _ db: Database, where key: String, _ value: StatementArguments) throws {
    try rows(table, db, key, value) { lanes, digest in
      lanes[0] &-= digest.0
      lanes[1] &-= digest.1
    }
  }

  private mutating func rows(
    _ table: Table, _ db: Database, _ key: String?, _ value: StatementArguments,
    _ change: (inout [UInt64], (UInt64, UInt64)) -> Void
  ) throws {
    let statement = try db.cachedStatement(sql: table.query + (key.map { " WHERE \($0) = ?" } ?? ""))
    var sum = Array(lanes[2 * table.rawValue...2 * table.rawValue + 1])
    let cursor = try Row.fetchCursor(statement, arguments: value)
    while let row = try cursor.next() { change(&sum, Self.digest(table, row)) }
    lanes[2 * table.rawValue] = sum[0]
    lanes[2 * table.rawValue + 1] = sum[1]
  }

  /// Each column with its kind and, where its length varies, its length, so that no two rows share an encoding.
  private static func digest(_ table: Table, _ row: Row) -> (UInt64, UInt64) {
    var hasher = SHA256()
    hasher.update([UInt8(table.rawValue)])
    for value in row.databaseValues {
      switch value.storage {
      case .null: hasher.update([0])
      case .int64(let number):
        hasher.update([1])
        withUnsafeBytes(of: number.littleEndian) { hasher.update($0) }
      case .double(let number):
        hasher.update([2])
        withUnsafeBytes(of: number.bitPattern.littleEndian) { hasher.update($0) }
      case .string(let text):
        hasher.update([3])
        withUnsafeBytes(of: Int64(text.utf8.count).littleEndian) { hasher.update($0) }
        hasher.update(Array(text.utf8))
      case .blob(let data):
        hasher.update([4])
        withUnsafeBytes(of: Int64(data.count).littleEndian) { hasher.update($0) }
        hasher.update(data)
      }
    }
    let digest = hasher.finalize()
    return digest.withUnsafeBytes { bytes in
      (
        bytes.loadUnaligned(fromByteOffset: 0, as: UInt64.self), bytes.loadUnaligned(fromByteOffset: 8, as: UInt64.self)
      )
    }
  }
}
