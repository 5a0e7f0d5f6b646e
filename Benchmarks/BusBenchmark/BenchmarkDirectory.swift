import Bus
import Foundation

/// A private folder for the sockets, removed at the end.
final class BenchmarkDirectory {
  let path: String

  init() throws {
    path = "/tmp/sotano-bench-\(ProcessInfo.processInfo.processIdentifier)"
    _ = try SocketDirectory(creating: path)
  }

  deinit {
    try? FileManager.default.removeItem(atPath: path)
  }

  func endpoint(_ name: String) throws(BusError) -> Endpoint {
    try SocketDirectory(path).endpoint(name)
  }
}
