package import Domain
internal import Stack

extension Ambience {
  /// The profile of the run's symbol.
  package func profile() throws(StartError) -> SymbolProfile {
    guard let profile = manifest.profile else {
      throw .other("there is no profile for \(manifest.symbol); see `sotano up --help` for the symbols that are known")
    }
    return profile
  }
}
