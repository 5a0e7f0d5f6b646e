package import Domain
package import Wire

/// What every process of one stack has in common: the build and the settings of the run. The trader freezes while a
/// process reports another.
package struct StackIdentity: Hashable, Sendable, CustomStringConvertible {
  package var build: String
  /// SHA-256 of the run's manifest.
  package var configurationHash: [UInt8]

  package init(build: String, configurationHash: [UInt8]) {
    self.build = build
    self.configurationHash = configurationHash
  }

  package init(of beat: Beat) {
    self.init(build: beat.build, configurationHash: beat.configurationHash)
  }

  /// The beat that a process sends four times a second. The trader adds what is in force.
  ///
  /// - Parameters:
  ///   - head: of its journal.
  ///   - setAside: stored inputs that it has ever set aside.
  package func beat(
    of role: Role, epoch: Int64, _ progress: LoopProgress, journal head: JournalHead?, setAside: Int64
  ) -> Beat {
    Beat(
      role: role, epoch: epoch, headSequence: progress.sequence, journal: head, minuteDone: progress.minuteDone,
      build: build, configurationHash: configurationHash, setAside: setAside, heard: progress.heard)
  }

  package var description: String {
    let digits = configurationHash.prefix(4).map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    return "build \(build) with settings \(digits)"
  }
}
