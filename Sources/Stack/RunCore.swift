package import Domain
internal import Foundation
package import Runtime
package import Safety
package import Wire

/// What the four processes around a core do: run it, or rebuild its lost journal.
///
/// - Parameter core: the core at the start of a run.
package func runCore<C: Core>(_ options: ProcessOptions, _ core: (RunManifest, SymbolProfile) -> C) -> Never {
  if let path = options.recover {
    runRecovery(C.role, options) { surroundings in
      try CoreRecovery<C>(
        directory: surroundings.directory, manifest: surroundings.manifest, bot: surroundings.bot,
        record: surroundings.record
      ).run(core(surroundings.manifest, surroundings.profile), at: path)
    }
  }
  runProcess(C.role, options) { ambience, manifest in
    let profile = try manifest.knownProfile()
    try CoreProcess(ambience, notify: options.notifyDescriptor, core: core(manifest, profile)).run()
  }
}

/// What a rebuild of a journal needs.
package struct RecoverySurroundings {
  package let directory: StateDirectory
  package let manifest: RunManifest
  package let bot: BotName
  package let profile: SymbolProfile
  package let record: RecoveryRecord
  /// Held until the end: the process itself must not run meanwhile.
  fileprivate let lock: RoleLock

  fileprivate init(_ role: Role, _ options: ProcessOptions) throws {
    directory = StateDirectory(path: options.dir)
    manifest = try RunManifest.ofRun(in: directory)
    bot = try manifest.facts().bot
    profile = try manifest.knownProfile()
    record = RecoveryRecord(role: role, by: options.by ?? "", reason: options.reason ?? "")
    do throws(RoleLockError) {
      lock = try RoleLock.acquire(role, in: directory)
    } catch {
      throw StartError.lock(error)
    }
  }
}

/// Rebuilds a journal in a process of its own, and prints what is in it as JSON.
package func runRecovery(
  _ role: Role, _ options: ProcessOptions, _ body: (RecoverySurroundings) throws -> RecoveredJournal
) -> Never {
  umask(0o077)
  do {
    let surroundings = try RecoverySurroundings(role, options)
    let recovered = try body(surroundings)
    FileHandle.standardOutput.write(try canonicalJSON(recovered) + Data("\n".utf8))
    withExtendedLifetime(surroundings) {}
    exit(Sysexits.ok.rawValue)
  } catch {
    end(role, with: error)
  }
}
