package import Safety
package import Wire

/// Why a process cannot go on.
package enum HostError: EndingError {
  case wire(WireError)
  /// A state that this build cannot read.
  case unreadableState(path: String, reason: String)
  /// The trader's journal lacks a commit of which the stream log has the events.
  case journalBehind(path: String, event: Int64, has: Int64)

  package var exitCode: Sysexits {
    switch self {
    case .wire: .software
    case .unreadableState, .journalBehind: .dataError
    }
  }
}

extension HostError: CustomStringConvertible {
  package var description: String {
    switch self {
    case .wire(let error): "\(error)"
    case .unreadableState(let path, let reason):
      "\(path) holds a state that cannot be read (\(reason)): keep a copy and restore it from a backup"
    case .journalBehind(let path, let event, let has):
      "\(path) ends at event \(has), but stream.log shows that event \(event) was committed: the journal was lost, cut or "
        + "replaced by an older copy; keep a copy and restore it from a backup, or start anew with `sotano up --fresh`"
    }
  }
}
