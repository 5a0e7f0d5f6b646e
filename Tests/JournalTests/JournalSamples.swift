import Domain
import Foundation
import GRDB
import Journal

/// A journal with `count` rows in random turns, kinds and sizes, all determined by the seed.
func sampleJournal(at path: String, count: Int, seed: UInt64 = 1, role: String = "optimizer") throws -> Journal {
  let journal = try Journal.open(path: path, role: role, clock: { 1_700_000_000_000 })
  var random = SplitMix64(seed: seed)
  var written = 0
  while written < count {
    let turn = min(Int.random(in: 1...5, using: &random), count - written)
    try journal.turn { (writes: borrowing JournalTurn) throws(JournalError) in
      for _ in 0..<turn {
        written += 1
        let payload = Data((0..<Int.random(in: 0...200, using: &random)).map { _ in UInt8.random(in: 0...255) })
        try writes.append(
          kind: Bool.random(using: &random) ? "change" : "alert", sequence: written % 3 == 0 ? nil : Int64(written),
          position: Int64(written * 10), payload: payload)
      }
    }
  }
  return journal
}

/// Changes a journal the way somebody with a SQLite shell would, past the triggers, which are as before afterwards.
func tamper(with path: String, _ statements: String...) throws {
  let queue = try DatabaseQueue(path: path)
  try queue.write { db in
    let triggers = try String.fetchAll(db, sql: "SELECT sql FROM sqlite_master WHERE type = 'trigger'")
    try db.execute(
      sql: """
        DROP TRIGGER IF EXISTS chain_is_not_edited;
        DROP TRIGGER IF EXISTS chain_is_not_deleted;
        DROP TRIGGER IF EXISTS chain_grows_at_its_end;
        """)
    for statement in statements + triggers { try db.execute(sql: statement) }
  }
  try queue.close()
}
