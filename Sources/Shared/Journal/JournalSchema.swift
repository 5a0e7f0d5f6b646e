internal import FoundationEssentials
internal import GRDB

/// The tables of a journal file. Version 2 added the seal: `TableSums` of all tables, as of the last commit.
enum JournalSchema {
  static let version = 2

  /// Creates the tables in an empty file, or checks that the file is `role`'s journal.
  ///
  /// - Returns: whether the file has been sealed by a commit; see `checkSeal`.
  /// - Throws: `JournalError.foreignFile` or `.newerSchema`; errors of the database.
  static func prepare(_ db: Database, path: String, role: String) throws -> Bool {
    let found = try Int.fetchOne(db, sql: "PRAGMA user_version") ?? 0
    if found == 0 {
      let strangers = try String.fetchAll(db, sql: "SELECT name FROM sqlite_master WHERE type = 'table'")
      guard strangers.isEmpty else {
        throw JournalError.foreignFile(
          path: path, found: "tables \(strangers.joined(separator: ", "))", expected: "the journal of \(role)")
      }
      try db.execute(sql: tables + seal)
      try db.execute(sql: "INSERT INTO identity (one, role, epoch) VALUES (1, ?, 0)", arguments: [role])
      try db.execute(sql: "PRAGMA user_version = \(version)")
    }
    guard found <= version else {
      throw JournalError.newerSchema(path: path, found: found, supported: version)
    }
    if found == 1 {
      // What it held before is unknown; from here on it is sealed.
      try db.execute(sql: seal)
      try db.execute(sql: "PRAGMA user_version = \(version)")
    }
    let owner = try String.fetchOne(db, sql: "SELECT role FROM identity") ?? "nobody"
    guard owner == role else {
      throw JournalError.foreignFile(
        path: path, found: "the journal of \(owner)", expected: "the journal of \(role)")
    }
    return found > 1
  }

  /// Whether every table is as the last commit left it; a file of an earlier build has no seal.
  ///
  /// - Throws: `JournalError.damaged` with the table.
  static func checkSeal(_ db: Database, path: String) throws {
    guard try Int.fetchOne(db, sql: "PRAGMA user_version") ?? 0 > 1 else { return }
    let stored = try Data.fetchOne(db, sql: "SELECT sums FROM seal").flatMap { TableSums(stored: $0) }
    guard let stored else { throw JournalError.damaged(path: path, finding: .altered(table: "seal")) }
    let found = try TableSums(of: db)
    if let table = found.firstDifference(from: stored) {
      throw JournalError.damaged(path: path, finding: .altered(table: table.name))
    }
    // What is looked up by an index must be what lies in the table.
    for table in ["identity", "checkpoint", "outbox", "answer", "setting", "peer", "seal"] {
      let complaint = try String.fetchOne(db, sql: "PRAGMA integrity_check('\(table)')") ?? "no answer"
      guard complaint == "ok" else { throw JournalError.damaged(path: path, finding: .altered(table: table)) }
    }
  }

  private static let seal = """
    CREATE TABLE seal (
      one INTEGER PRIMARY KEY CHECK (one = 1),
      sums BLOB NOT NULL
    ) STRICT;
    INSERT INTO seal (one, sums) VALUES (1, x'');

    """

  /// The chain may only grow at its end. `INSERT OR REPLACE` does not fire delete triggers, so the insert itself is
  /// guarded too. All this stops mistakes; edits that bypass SQLite are found by the digests.
  private static let tables = """
    CREATE TABLE identity (
      one INTEGER PRIMARY KEY CHECK (one = 1),
      role TEXT NOT NULL,
      epoch INTEGER NOT NULL
    ) STRICT;

    CREATE TABLE chain (
      number INTEGER PRIMARY KEY,
      kind TEXT NOT NULL,
      sequence INTEGER,
      position INTEGER NOT NULL,
      time INTEGER NOT NULL,
      payload BLOB NOT NULL,
      hash BLOB NOT NULL CHECK (length(hash) = 32)
    ) STRICT;
    CREATE INDEX chain_by_kind ON chain (kind, number);
    CREATE UNIQUE INDEX chain_by_sequence ON chain (sequence) WHERE sequence IS NOT NULL;
    CREATE TRIGGER chain_is_not_edited BEFORE UPDATE ON chain
      BEGIN SELECT RAISE(ABORT, 'a journal record is never edited'); END;
    CREATE TRIGGER chain_is_not_deleted BEFORE DELETE ON chain
      BEGIN SELECT RAISE(ABORT, 'a journal record is never deleted'); END;
    CREATE TRIGGER chain_grows_at_its_end BEFORE INSERT ON chain
      WHEN NEW.number IS NOT (SELECT coalesce(max(number), 0) + 1 FROM chain)
      BEGIN SELECT RAISE(ABORT, 'a journal record is added only at the end'); END;

    CREATE TABLE checkpoint (
      id INTEGER PRIMARY KEY AUTOINCREMENT,
      state BLOB NOT NULL,
      digest BLOB NOT NULL,
      position INTEGER NOT NULL,
      sequence INTEGER NOT NULL,
      head_number INTEGER NOT NULL,
      head_hash BLOB NOT NULL
    ) STRICT;

    CREATE TABLE outbox (
      ordinal INTEGER PRIMARY KEY AUTOINCREMENT,
      id TEXT NOT NULL UNIQUE,
      recipient TEXT NOT NULL,
      payload BLOB NOT NULL,
      settled INTEGER NOT NULL DEFAULT 0
    ) STRICT;
    CREATE INDEX outbox_pending ON outbox (ordinal) WHERE settled = 0;

    CREATE TABLE answer (
      command TEXT PRIMARY KEY,
      answer BLOB NOT NULL
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE setting (
      name TEXT PRIMARY KEY,
      value BLOB NOT NULL
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE peer (
      name TEXT PRIMARY KEY,
      number INTEGER NOT NULL,
      hash BLOB NOT NULL
    ) STRICT, WITHOUT ROWID;
    """
}
