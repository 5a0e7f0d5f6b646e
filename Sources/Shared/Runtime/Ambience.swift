internal import Digests
package import Domain
internal import Foundation
package import Journal
package import Safety
package import Stack
package import Wire

/// What a process needs before it can do anything: its place, its run, its role and its memory.
package struct Ambience {
  package let role: Role
  package let directory: StateDirectory
  package let manifest: RunManifest
  package let bot: BotName
  /// SHA-256 of the manifest, by which processes of another configuration are noticed.
  package let configurationHash: [UInt8]
  package let lock: RoleLock
  package let journal: Journal

  /// - Throws: `StartError`, whose exit code says whether another start could help.
  package static func prepare(_ role: Role, _ options: ProcessOptions) throws(StartError) -> Ambience {
    do {
      let directory = StateDirectory(path: options.dir)
      try directory.prepare()
      let path = "\(directory.path)/\(RunManifest.fileName)"
      let manifest = try RunManifest(reading: path)
      guard let bot = BotName(manifest.settings.bot) else { throw StartError.badBotName(manifest.settings.bot) }
      guard manifest.build == Build.identity else {
        throw StartError.otherBuild(manifest: manifest.build, own: Build.identity)
      }
      let lock = try RoleLock.acquire(role, in: directory)
      let reserve = DiskReserve(path: directory.diskReserve)
      reserve.holdWhereThereIsRoom()
      let witnesses = try JournalWitnesses(directory).check(role)
      let journal = try Journal.open(
        path: directory.journal(of: role), role: role.rawValue, witnesses: witnesses, freeSpace: { reserve.free() })
      return Ambience(
        role: role, directory: directory, manifest: manifest, bot: bot,
        configurationHash: SHA256.hash(try manifest.encoded()), lock: lock, journal: journal)
    } catch let error as StartError {
      throw error
    } catch let error as StateDirectoryError {
      throw .directory(error)
    } catch let error as RunManifestError {
      throw .manifest(error)
    } catch let error as RoleLockError {
      throw .lock(error)
    } catch let error as JournalError {
      if case .contradicted(_, let finding) = error {
        StateDirectory(path: options.dir).freeze(OtherJournal(role: role, finding: "\(finding)"), foundBy: role)
      }
      throw .journal(error)
    } catch {
      throw .other("\(error)")
    }
  }
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
