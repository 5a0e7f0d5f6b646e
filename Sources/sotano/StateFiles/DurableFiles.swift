import Domain
import Foundation
import Journal
import Runtime
import Safety
import Stack
import StopOnly
import TraderRuntime

/// Every file of a state directory that must survive, and how each is judged:
///
/// | file | what is in it | how it is judged |
/// |---|---|---|
/// | `journals/ROLE.sqlite`, `-wal` | what a process decided, its state, what it has to send | chain of hashes, and what the peers remember of its head |
/// | `stream.log` | what the trader published | each record, and the head in the trader's journal |
/// | `venue.jsonl` | what the paper venue took and closed | each line, and the head in the trader's journal |
/// | `run.json` | what the run is | its check |
/// | `latch/` | the stops that hold | whatever is not a whole trip is a halt |
/// | `run/bot`, `run/flatten` | what the stop-only mode is to do | the bot is the run's, the policy one of the two |
/// | `run/finished.json` | that the data has ended | it can be read |
/// | `alarms` | what needs a person | it is text; nothing is decided by it |
///
/// The rest (`sockets/`, locks, reserves, `*-shm`, logs, `service/`) is recreated or decides nothing.
struct DurableFiles {
  let directory: StateDirectory

  init(_ directory: StateDirectory) {
    self.directory = directory
  }

  /// Whether anything was ever written here that must survive.
  var hasRun: Bool {
    ([directory.streamLog, directory.venue] + journals).contains { access($0, F_OK) == 0 }
  }

  func verify() -> [FileFinding] {
    // What the journal remembers is read before the files, to which a running trader only adds.
    let remembered = remembered
    return verifyJournals() + [verifyStream(remembered), verifyVenue(remembered), verifyManifest(), verifyLatch()]
      + [verifyStopOnly(), verifyFinished(), verifyAlarms()].compactMap { $0 }
  }

  private var journals: [String] { Role.allCases.map(directory.journal(of:)) }
  private var manifest: String { "\(directory.path)/\(RunManifest.fileName)" }

  private var remembered: RememberedFiles? {
    (try? JournalFile.open(path: directory.journal(of: .trader))).flatMap { try? RememberedFiles($0) }
  }

  private func verifyJournals() -> [FileFinding] { verifiedJournals().map(\.finding) }

  /// What became of each process's journal.
  func verifiedJournals() -> [(role: Role, finding: FileFinding)] {
    let present = JournalFile.verify(paths: journals.filter { access($0, F_OK) == 0 })
    let others = Dictionary(
      JournalWitnesses(directory).contradictions().map { (directory.journal(of: $0.role), $0.error) },
      uniquingKeysWith: { first, _ in first })
    return Role.allCases.map { role in
      let path = directory.journal(of: role)
      guard let verified = present.first(where: { $0.path == path }) else {
        return (role, .bad(path, "is missing: restore it from a backup, or have it made anew with `sotano recover`"))
      }
      return (role, Self.finding(of: verified, besides: others))
    }
  }

  private static func finding(
    of verified: JournalFile.Verification, besides others: [String: JournalError]
  ) -> FileFinding {
    let path = verified.path
    switch verified.result {
    case .success(.whole(let head)):
      if let error = others[path] { return .bad(path, error.description) }
      return .whole(path, records: head.number)
    case .success(.broken(let finding)): return .bad(path, finding.description, firstBadRecord: finding.number)
    case .failure(let error): return .bad(path, error.description)
    }
  }

  private func verifyStream(_ remembered: RememberedFiles?) -> FileFinding {
    var memory = remembered?.stream ?? StreamLog.Memory()
    // Everything is read, not only what a start would.
    memory.mark = nil
    do {
      let log = try StreamLog(path: directory.streamLog, remembering: memory, isOnlyLookedAt: true)
      return .whole(directory.streamLog, records: log.last - log.first + 1)
    } catch .damaged(let path, let record, let offset) {
      return .bad(path, "record \(record), at byte \(offset), is not as it was written", firstBadRecord: record)
    } catch {
      return .bad(directory.streamLog, error.description)
    }
  }

  private func verifyVenue(_ remembered: RememberedFiles?) -> FileFinding {
    let reading = VenueFile.read(directory.venue, expecting: remembered?.venue)
    if let finding = VenueFile.finding(in: reading, expecting: remembered?.venue) {
      let first: Int? = if case .damaged(let lines) = finding { lines.first } else { nil }
      return .bad(directory.venue, finding.description, firstBadRecord: first.map(Int64.init))
    }
    switch reading {
    case .absent, .notAFile: return .whole(directory.venue, records: 0)
    case .unreadable(let code): return .bad(directory.venue, "cannot be read: \(String(cString: strerror(code)))")
    case .read(let book): return .whole(directory.venue, records: Int64(book.head.lines))
    }
  }

  private func verifyManifest() -> FileFinding {
    do {
      _ = try RunManifest(reading: manifest)
      return .whole(manifest)
    } catch {
      return .bad(manifest, StartError.manifest(error).description)
    }
  }

  private func verifyLatch() -> FileFinding {
    guard access(directory.latch, F_OK) == 0 else {
      return .bad(
        directory.latch, "is missing, which is a halt: whatever stop it held is unknown; `sotano rearm --all` ends it")
    }
    let reading = Latch(directory: directory.latch).read()
    let foreign = reading.unreadable.count
    return .whole(
      directory.latch, records: Int64(reading.trips.count),
      foreign > 0 ? "\(foreign) of them no whole trip, which is a halt" : nil)
  }

  private func verifyStopOnly() -> FileFinding? {
    let choice = StopOnlyChoice(directory)
    guard let manifest = try? RunManifest(reading: manifest) else { return nil }
    let folder = directory.run
    guard let bot = choice.bot else {
      return .bad(
        "\(folder)/bot",
        "is missing or says no name, so that a stop without the trader would close whatever the account "
          + "has; `sotano up` writes it anew")
    }
    guard bot == manifest.settings.bot else {
      return .bad(
        "\(folder)/bot", "says \(bot), and run.json says \(manifest.settings.bot); `sotano up` writes it anew")
    }
    guard choice.isReadable else {
      return .bad("\(folder)/flatten", "says neither always nor halted, which counts as always")
    }
    return .whole("\(folder)/flatten", "\(choice.policy.rawValue), for \(bot)")
  }

  private func verifyFinished() -> FileFinding? {
    guard let bytes = FileManager.default.contents(atPath: directory.finishedFile) else { return nil }
    return (try? JSONDecoder().decode(FinishedRun.self, from: bytes)) != nil
      ? .whole(directory.finishedFile) : .bad(directory.finishedFile, "cannot be read; it says that the data has ended")
  }

  private func verifyAlarms() -> FileFinding? {
    guard let bytes = FileManager.default.contents(atPath: directory.alarms) else { return nil }
    return String(data: bytes, encoding: .utf8) != nil
      ? .whole(directory.alarms, records: Int64(bytes.count { $0 == UInt8(ascii: "\n") }))
      : .bad(directory.alarms, "is not text any more; nothing is decided by it")
  }
}
