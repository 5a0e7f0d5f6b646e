package import Domain
package import Safety

/// Replaying the same inputs did not lead to the same events: `journalled` were committed, the core made `remade`.
package struct Divergence: EndingError, Hashable {
  package var role: Role
  package var journalled: Int64
  package var remade: Int64

  package var exitCode: Sysexits { .dataError }
}

extension Divergence: CustomStringConvertible {
  package var description: String {
    "the \(role.rawValue)'s journal has \(journalled) events, and the same inputs lead to \(remade) now: another build wrote it, "
      + "or what it heard has changed since; start the build that wrote it and take the run down with `sotano down`, or "
      + "move journals/\(role.rawValue).sqlite* away and let `sotano recover \(role.rawValue)` make it anew"
  }
}
