package import Domain
internal import Foundation
package import Journal
package import Safety
package import Wire

/// What every process of a run must know of it, in any room.
package struct RunFacts: Sendable {
  package let bot: BotName
  package let symbol: Symbol
  package let pace: Pace
  /// SHA-256 of the manifest, by which processes with another configuration are detected.
  package let configurationHash: [UInt8]

  package init(bot: BotName, symbol: Symbol, pace: Pace, configurationHash: [UInt8]) {
    self.bot = bot
    self.symbol = symbol
    self.pace = pace
    self.configurationHash = configurationHash
  }
}

/// What a process needs before it can do anything: its place, its run, its role and its memory.
package struct Ambience {
  package let role: Role
  package let directory: StateDirectory
  package let run: RunFacts
  package let lock: RoleLock
  package let journal: Journal

  package var bot: BotName { run.bot }
  /// What all processes of the run have in common.
  package var identity: StackIdentity {
    StackIdentity(build: Build.identity, configurationHash: run.configurationHash)
  }

  /// - Throws: `StartError`, whose exit code says whether another start could help.
  package static func prepare(
    _ role: Role, in directory: StateDirectory, run: RunFacts
  ) throws(StartError) -> Ambience {
    do {
      let lock = try RoleLock.acquire(role, in: directory)
      let reserve = DiskReserve(path: directory.diskReserve)
      reserve.holdWhereThereIsRoom()
      let witnesses = try JournalWitnesses(directory).check(role)
      let journal = try Journal.open(
        path: directory.journal(of: role), role: role.rawValue, witnesses: witnesses, freeSpace: { reserve.free() })
      return Ambience(role: role, directory: directory, run: run, lock: lock, journal: journal)
    } catch let error as RoleLockError {
      throw .lock(error)
    } catch let error as JournalError {
      if case .contradicted(_, let finding) = error {
        directory.freeze(OtherJournal(role: role, finding: "\(finding)"), foundBy: role)
      }
      throw .journal(error)
    } catch {
      throw .other("\(error)")
    }
  }
}

/// Why what a run is cannot be read.
package enum RunManifestError: Error, Hashable, Sendable {
  case missing(path: String)
  case unreadable(path: String, reason: String)
}

/// Why a process cannot start.
package enum StartError: EndingError {
  case directory(StateDirectoryError)
  case manifest(RunManifestError)
  case badBotName(String)
  case otherBuild(manifest: String, own: String)
  case lock(RoleLockError)
  case journal(JournalError)
  case other(String)

  package var exitCode: Sysexits {
    switch self {
    case .directory: .cannotCreate
    case .manifest, .badBotName, .otherBuild: .configuration
    case .lock(let error): error.exitCode
    case .journal(let error): error.exitCode
    case .other: .software
    }
  }
}

extension JournalError: EndingError {
  package var exitCode: Sysexits {
    switch self {
    case .damaged, .contradicted, .foreignFile, .newerSchema: .dataError
    default: .temporaryFailure
    }
  }
}

extension StartError: CustomStringConvertible {
  package var description: String {
    switch self {
    case .directory(let error): error.description
    case .manifest(.missing(let path)): "\(path) is missing: start the stack with `sotano up`, which writes it"
    case .manifest(.unreadable(let path, let reason)): "\(path) cannot be read: \(reason)"
    case .badBotName(let name): "'\(name)' is no name for a bot: 1 to 32 letters, digits, dots, underscores or dashes"
    case .otherBuild(let manifest, let own):
      "the run was started by build \(manifest), this is build \(own): run `sotano down` and `sotano up` again"
    case .lock(let error): error.description
    case .journal(let error): "\(error.description): \(error.advice)"
    case .other(let text): text
    }
  }
}
