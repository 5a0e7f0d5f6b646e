internal import GRDB

/// Why a journal could not be opened, read or written. Every case carries the file; a failed turn has changed nothing.
package enum JournalError: Error, Hashable, Sendable {
  case cannotOpen(path: String, detail: String)
  /// The connection does not wait for the disk at every commit; `synchronous` read this instead of 2.
  case notDurable(path: String, synchronous: Int)
  /// The file system refused write-ahead logging; the journal mode read this instead of `wal`.
  case notWriteAheadLogged(path: String, mode: String)
  /// The file is a database, but not this process's journal.
  case foreignFile(path: String, found: String, expected: String)
  case newerSchema(path: String, found: Int, supported: Int)
  /// The database file or the chain in it is broken.
  case damaged(path: String, finding: JournalFinding)
  /// The journal is whole and is not the one that its peers remember: it was lost and started over, or it is an older
  /// copy.
  case contradicted(path: String, finding: JournalFinding)
  /// The disk is full. Where `reserveFreed`, the turn may be retried at once.
  case diskFull(path: String, statement: String, reserveFreed: Bool)
  /// Somebody else kept the file locked.
  case busy(path: String, statement: String)
  /// A newer process has opened the journal; this one must end.
  case superseded(path: String, own: Int64, current: Int64)
  /// The own stream already has an event with this number.
  case sequenceTaken(path: String, sequence: Int64)
  case statementFailed(path: String, statement: String, code: Int, detail: String)

  /// What the person who runs the system can do about it.
  package var advice: String {
    switch self {
    case .cannotOpen: "check that the folder exists, belongs to this user and can be written"
    case .notDurable: "do not trade with this build: a power cut could lose acknowledged changes"
    case .notWriteAheadLogged: "put the state directory on a local file system; network shares lack shared memory"
    case .foreignFile: "another program's or another process's file lies in the journal's place; move it away"
    case .newerSchema: "a newer version of the program wrote this journal; run that version"
    case .damaged:
      "run `sotano verify`, keep a copy of the file, and restore the journal from a backup; without one `sotano recover` makes it anew"
    case .contradicted:
      "restore the newest copy of the file, with the -wal beside it; without one `sotano recover` makes it anew from what "
        + "the other processes know"
    case .diskFull(_, _, let freed):
      freed ? "free disk space now; the reserve is used up" : "free disk space; nothing can be recorded until then"
    case .busy: "find out which program holds the file open (fuser), and end it"
    case .superseded: "nothing to do: this process ends in favour of the one that was started after it"
    case .sequenceTaken: "this is a fault of the program; keep the journal and report it"
    case .statementFailed: "keep the journal and report the statement with its code"
    }
  }
}

extension JournalError: CustomStringConvertible {
  package var description: String {
    switch self {
    case .cannotOpen(let path, let detail): "cannot open the journal \(path): \(detail)"
    case .notDurable(let path, let level): "\(path): synchronous is \(level), not 2 (FULL)"
    case .notWriteAheadLogged(let path, let mode): "\(path): journal mode is \(mode), not wal"
    case .foreignFile(let path, let found, let expected): "\(path): found \(found), expected \(expected)"
    case .newerSchema(let path, let found, let supported):
      "\(path): schema \(found), this program knows up to \(supported)"
    case .damaged(let path, let finding): "\(path): \(finding)"
    case .contradicted(let path, let finding): "\(path) is not the journal that it was: \(finding)"
    case .diskFull(let path, let statement, _): "\(path): the disk is full at: \(statement)"
    case .busy(let path, let statement): "\(path): locked by another program at: \(statement)"
    case .superseded(let path, let own, let current):
      "\(path): this process has epoch \(own), the journal has been opened again with epoch \(current)"
    case .sequenceTaken(let path, let sequence): "\(path): event \(sequence) of the own stream exists already"
    case .statementFailed(let path, let statement, let code, let detail):
      "\(path): SQLite error \(code) (\(detail)) at: \(statement)"
    }
  }
}

extension JournalError {
  /// Sorts an error of the database layer; `freeSpace` is called where the disk is full and says whether it helped.
  init(_ error: any Error, path: String, freeSpace: () -> Bool) {
    if let own = error as? JournalError {
      self = own
      return
    }
    guard let error = error as? DatabaseError else {
      self = .statementFailed(path: path, statement: "", code: -1, detail: "\(error)")
      return
    }
    let statement = error.sql ?? "commit"
    let detail = error.message ?? "no message"
    switch error.resultCode {
    case .SQLITE_FULL: self = .diskFull(path: path, statement: statement, reserveFreed: freeSpace())
    case .SQLITE_BUSY, .SQLITE_LOCKED: self = .busy(path: path, statement: statement)
    case .SQLITE_CORRUPT, .SQLITE_NOTADB: self = .damaged(path: path, finding: .unreadable(after: nil, detail: detail))
    case .SQLITE_CANTOPEN: self = .cannotOpen(path: path, detail: detail)
    default:
      let code = Int(error.extendedResultCode.rawValue)
      self = .statementFailed(path: path, statement: statement, code: code, detail: detail)
    }
  }
}
