package import Safety

/// Why a lost journal cannot be rebuilt.
package enum RecoveryError: EndingError, Hashable {
  /// What is needed for it is lost as well.
  case needs(String)
  case unreadable(String, String)
  /// What is left does not agree with itself.
  case disagrees(String)

  package var exitCode: Sysexits { .dataError }
}

extension RecoveryError: CustomStringConvertible {
  package var description: String {
    switch self {
    case .needs(let what): "it cannot be made anew: \(what)"
    case .unreadable(let path, let reason): "\(path) cannot be read: \(reason)"
    case .disagrees(let what): "it cannot be made anew, since what is left does not agree: \(what)"
    }
  }
}
