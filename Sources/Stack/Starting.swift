internal import Digests
package import Domain
package import Runtime
package import Safety
internal import Wire

extension RunManifest {
  /// The run of a directory, as a process of this build takes part in it.
  package static func ofRun(in directory: StateDirectory) throws(StartError) -> RunManifest {
    let manifest: RunManifest
    do throws(RunManifestError) {
      manifest = try RunManifest(reading: "\(directory.path)/\(fileName)")
    } catch {
      throw .manifest(error)
    }
    guard BotName(manifest.settings.bot) != nil else { throw .badBotName(manifest.settings.bot) }
    guard manifest.build == Build.identity else { throw .otherBuild(manifest: manifest.build, own: Build.identity) }
    return manifest
  }

  /// The profile of the run's symbol.
  package func knownProfile() throws(StartError) -> SymbolProfile {
    guard let profile else {
      throw .other("there is no profile for \(symbol); see `sotano up --help` for the symbols that are known")
    }
    return profile
  }

  /// What every process knows of the run.
  package func facts() throws(StartError) -> RunFacts {
    guard let bot = BotName(settings.bot) else { throw .badBotName(settings.bot) }
    do {
      return RunFacts(bot: bot, symbol: symbol, pace: pace, configurationHash: SHA256.hash(try encoded()))
    } catch {
      throw .other("\(error)")
    }
  }
}

/// A process's own run: the directory made ready, the manifest read, the lock taken and the journal opened.
struct Start {
  let ambience: Ambience
  let manifest: RunManifest

  /// - Throws: `StartError`, whose exit code says whether another start could help.
  init(_ role: Role, _ options: ProcessOptions) throws(StartError) {
    let directory = StateDirectory(path: options.dir)
    do throws(StateDirectoryError) {
      try directory.prepare()
    } catch {
      throw .directory(error)
    }
    manifest = try RunManifest.ofRun(in: directory)
    ambience = try Ambience.prepare(role, in: directory, run: manifest.facts())
  }
}
