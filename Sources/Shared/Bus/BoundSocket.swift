#if canImport(Glibc)
  import Glibc
#endif

/// The file by which a bound socket is found, and binding again where it is gone: clean-up jobs remove socket files of
/// running processes, and open connections hide that until a peer restarts.
///
/// Measured with libzmq 4.3.4: `zmq_bind` unlinks what lies at the path and binds there, `zmq_unbind` and `zmq_close`
/// leave the file alone, also a successor's. `zmq_unbind` cuts off every peer that came by that address, for a second
/// or so; a second `zmq_bind` disturbs none. So the old listener, which nobody can find any more, is kept, and only
/// after `mostListeners` of them all are closed at once.
package struct BoundSocket {
  package let endpoint: Endpoint
  private let handle: SocketHandle
  private var file: FileIdentity?
  private var listeners = 1
  private static let mostListeners = 64

  /// - Parameter handle: of a socket that has just been bound to `endpoint`.
  package init(_ handle: SocketHandle, at endpoint: Endpoint) {
    self.handle = handle
    self.endpoint = endpoint
    file = FileIdentity(endpoint.path)
  }

  /// Whether the file is gone, or is another's. One call of the system.
  package var isLost: Bool { file == nil || FileIdentity(endpoint.path) != file }

  /// Binds again, in the place of whatever lies there. For the owner of the role only.
  package mutating func bindAgain() throws(BusError) {
    _ = try SocketDirectory(
      creating: String(endpoint.path.prefix(upTo: endpoint.path.lastIndex(of: "/") ?? endpoint.path.startIndex)))
    if listeners >= Self.mostListeners {
      handle.unbind(endpoint)
      listeners = 0
    }
    try handle.bind(endpoint)
    listeners += 1
    file = FileIdentity(endpoint.path)
  }
}

/// Which file a path leads to.
private struct FileIdentity: Hashable {
  private let device: UInt64
  private let inode: UInt64

  init?(_ path: String) {
    var status = stat()
    guard lstat(path, &status) == 0 else { return nil }
    (device, inode) = (UInt64(status.st_dev), UInt64(status.st_ino))
  }
}
