package import Wire

/// What every process of one stack has in common: the build and the settings of the run. The trader freezes while a
/// process says otherwise of itself.
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

  package var description: String {
    let digits = configurationHash.prefix(4).map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    return "build \(build) with settings \(digits)"
  }
}
