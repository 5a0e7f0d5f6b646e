import Domain
import Foundation
import Glibc

extension Stack {
  /// Keeps a process from committing to its journal while `body` runs, by holding SQLite's write lock from outside.
  ///
  /// The process waits for a second and then fails, so `body` must be shorter.
  func holdingJournal<Result>(of role: Role, _ body: () async throws -> Result) async throws -> Result {
    // A name of its own: the holder before may not have seen yet that it is to let go.
    let flag = "\(folder)/hold-\(role.rawValue)-\(UInt32.random(in: 0...UInt32.max))"
    let held = "\(flag).held"
    guard FileManager.default.createFile(atPath: flag, contents: nil) else {
      throw Unmet(description: "\(flag) cannot be made")
    }
    defer {
      unlink(flag)
      unlink(held)
    }
    let journal = "\(directory)/journals/\(role.rawValue).sqlite"
    let ended = try await run(
      "bash", ["-c", "python3 -c \"$0\" \"$1\" \"$2\" >/dev/null 2>&1 &", Self.holder, journal, flag])
    guard ended.code == 0 else { throw Unmet(description: "the lock's holder did not start: \(ended.complaint)") }
    try await until("the lock on the journal of the \(role.rawValue)", within: .seconds(20)) { access(held, F_OK) == 0 }
    return try await body()
  }

  private static let holder = """
    import os, sqlite3, sys, time
    path, flag = sys.argv[1:]
    journal = sqlite3.connect(path, isolation_level=None, timeout=10)
    journal.execute("BEGIN IMMEDIATE")
    open(flag + ".held", "w").close()
    end = time.monotonic() + 20
    while os.path.exists(flag) and time.monotonic() < end:
        time.sleep(0.002)
    journal.execute("ROLLBACK")
    """

  /// Runs one statement on a journal from outside, and returns its first value as text; empty for none.
  func query(_ role: Role, _ statement: String) async throws -> String {
    let script = """
      import sqlite3, sys
      journal = sqlite3.connect(sys.argv[1], isolation_level=None, timeout=10)
      row = None
      for statement in sys.argv[2].split(";;"):
          row = journal.execute(statement).fetchone()
      print("" if row is None else row[0])
      """
    let ended = try await run(
      "python3", ["-c", script, "\(directory)/journals/\(role.rawValue).sqlite", statement])
    guard ended.code == 0 else { throw Unmet(description: "\(statement): \(ended.complaint)") }
    return ended.output.trimmingCharacters(in: .whitespacesAndNewlines)
  }

  func signal(_ role: Role, _ number: Int32) async throws -> Int32 {
    let pid = try await eventually("a ready process of the \(role.rawValue)") { () -> Int32? in
      if let keeper = try await keeper(role), keeper.isReady { keeper.pid } else { nil }
    }
    guard Glibc.kill(pid, number) == 0 else { throw Unmet(description: "\(role.rawValue): already gone") }
    return pid
  }
}
