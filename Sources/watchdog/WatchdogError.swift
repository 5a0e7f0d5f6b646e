import Safety

/// Why the watchdog cannot watch.
enum WatchdogError: EndingError, CustomStringConvertible {
  case directory(StateDirectoryError)
  case socket(NotifySocketError)
  /// Another watchdog looks after this directory.
  case taken(path: String)

  var exitCode: Sysexits {
    switch self {
    case .directory: .cannotCreate
    case .socket: .osError
    case .taken: .unavailable
    }
  }

  var description: String {
    switch self {
    case .directory(let error): error.description
    case .socket(let error): error.description
    case .taken(let path): "another watchdog holds \(path); stop it first"
    }
  }
}
