import CZeroMQ

/// What can go wrong between processes, with the data to tell a person.
package enum BusError: Error, Hashable, Sendable {
  /// A Unix socket's path may have `limit` bytes.
  case pathTooLong(path: String, bytes: Int, limit: Int)
  /// A file that must hold sockets is missing, is not a directory, or belongs to somebody else.
  case unusableDirectory(path: String, reason: String)
  /// Others may enter the socket directory; `mode` are its permission bits.
  case openDirectory(path: String, mode: UInt32)
  /// A socket's name has characters that names may not have.
  case malformedName(String)
  /// libzmq refused an operation; `code` is its error number.
  case failed(operation: String, endpoint: String, code: Int32)
  /// No server accepted the request in time.
  case notConnected(endpoint: String)
  /// The request was taken and no answer came in time.
  case timedOut(endpoint: String)
}

extension BusError: CustomStringConvertible {
  package var description: String {
    switch self {
    case .pathTooLong(let path, let bytes, let limit):
      "the socket path \(path) has \(bytes) bytes and may have \(limit): choose a shorter runtime directory"
    case .unusableDirectory(let path, let reason):
      "the socket directory \(path) cannot be used: \(reason)"
    case .openDirectory(let path, let mode):
      "others may enter the socket directory \(path) (mode \(String(mode, radix: 8))): run chmod 700 \(path)"
    case .malformedName(let name):
      "\"\(name)\" is no socket name: use 1 to 64 letters, digits, dots, underscores or dashes"
    case .failed(let operation, let endpoint, let code):
      "\(operation) on \(endpoint) failed: \(String(cString: zmq_strerror(code))) (\(code))"
    case .notConnected(let endpoint):
      "nobody listens at \(endpoint): is the process running?"
    case .timedOut(let endpoint):
      "no answer from \(endpoint) in time"
    }
  }

  /// The failure of the libzmq call that has just returned.
  static func last(_ operation: String, _ endpoint: String) -> BusError {
    .failed(operation: operation, endpoint: endpoint, code: zmq_errno())
  }
}
