import Domain
import Foundation
import Journal
import Runtime
import Safety
import Stack

/// Has one lost journal rebuilt and puts it in its place.
///
/// The process makes it, beside the old one. Then the old one is moved away, every other journal forgets what it
/// remembered of it, and the new one takes its place. Whatever ends this in between leaves the journal missing, which is
/// refused by name, and a second call begins from the same.
struct JournalRecovery {
  let directory: StateDirectory
  let role: Role
  let by: String
  let reason: String

  private var place: String { directory.journal(of: role) }
  private var new: String { place + ".new" }
  private static let parts = ["", "-wal", "-shm"]

  /// - Throws: `Failure` with what stands in the way; nothing has been changed then.
  func run() async throws -> MadeAnew {
    removeNew()
    defer { removeNew() }
    let peers = JournalWitnesses(directory).trusted(besides: role)
    let made = try await output(
      of: "\(Supervisor.binaries)/\(role.rawValue)",
      ["--dir", directory.path, "--recover", new, "--by", by, "--reason", reason])
    let journal: RecoveredJournal
    do {
      journal = try JSONDecoder().decode(RecoveredJournal.self, from: Data(made.utf8))
    } catch {
      throw Failure(.software, "the \(role.rawValue) did not say what it made: \(error)")
    }
    let old = try putAway()
    do throws(JournalError) {
      for peer in peers { try tell(peer, of: journal) }
    } catch {
      throw Failure(error.exitCode, "\(error): \(error.advice)")
    }
    guard rename(new, place) == 0 else { throw unmoved(new) }
    synchroniseFolder()
    return MadeAnew(journal: journal, old: old)
  }

  private func removeNew() {
    for part in Self.parts { unlink(new + part) }
  }

  /// - Returns: where the old file is now.
  private func putAway() throws(Failure) -> String? {
    let stamp = ISO8601DateFormatter.string(
      from: Date(), timeZone: .gmt, formatOptions: [.withYear, .withMonth, .withDay, .withTime, .withTimeZone])
    let away = unused("\(place).lost-\(stamp)")
    var hasMoved = false
    for part in Self.parts {
      if rename(place + part, away + part) == 0 {
        hasMoved = true
      } else if errno != ENOENT {
        throw unmoved(place + part)
      }
    }
    synchroniseFolder()
    return hasMoved ? away : nil
  }

  /// The name, or the name with a number behind it, so that nothing is overwritten.
  private func unused(_ name: String) -> String {
    let names = [name] + (2...10_000).map { "\(name)-\($0)" }
    return names.first { name in Self.parts.allSatisfy { access(name + $0, F_OK) != 0 } } ?? name
  }

  private func tell(_ peer: Role, of made: RecoveredJournal) throws(JournalError) {
    let journal = try Journal.open(path: directory.journal(of: peer), role: peer.rawValue)
    let why = Data((try? canonicalJSON(RecoveryRecord(role: role, by: by, reason: reason))) ?? Data())
    guard let hash = JournalHash(hexadecimal: made.hash) else { return }
    let numbering = PeerNumbering(epoch: made.epoch, sequence: made.sequence, fence: made.fence)
    try journal.turn { (turn) throws(JournalError) in
      try turn.forget(
        peer: role.rawValue, for: ChainHead(number: made.head, hash: hash), numbering, because: why,
        position: made.position)
      if peer == .trader, role == .optimizer {
        try turn.set(RecoveredJournal.fenceName, Data("\(made.epoch)".utf8))
      }
    }
    try journal.close()
  }

  private func unmoved(_ path: String) -> Failure {
    Failure(.ioError, "\(path) cannot be moved: \(String(cString: strerror(errno)))")
  }

  private func synchroniseFolder() {
    let descriptor = open(directory.journals, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard descriptor >= 0 else { return }
    fsync(descriptor)
    close(descriptor)
  }
}
