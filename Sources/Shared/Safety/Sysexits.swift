/// How a process of the stack ends, by the numbers of BSD's sysexits.h.
package enum Sysexits: Int32, CaseIterable, Sendable {
  case ok = 0
  /// The command line is wrong.
  case usage = 64
  /// Stored data is broken: a damaged journal, a failed verification.
  case dataError = 65
  case noInput = 66
  /// Another instance has the role, or a process that is needed does not answer.
  case unavailable = 69
  /// A fault of the program.
  case software = 70
  case osError = 71
  case cannotCreate = 73
  case ioError = 74
  /// Worth another try: superseded by a newer instance, a full disk.
  case temporaryFailure = 75
  case protocolError = 76
  case noPermission = 77
  /// The configuration is wrong.
  case configuration = 78

  /// Whether a supervisor should start the process again; it should not where only a person can fix the cause.
  package var isRestarted: Bool {
    switch self {
    case .usage, .dataError, .noPermission, .configuration: false
    default: true
    }
  }
}

/// An error that ends a process and knows its exit code, by which the supervisor sees whether another start could help.
package protocol EndingError: Error {
  var exitCode: Sysexits { get }
}
