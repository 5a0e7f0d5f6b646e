internal import Domain
internal import Safety

#if canImport(Glibc)
  import Glibc
#endif

/// The one directory that holds a stack's sockets. Nobody but its owner may enter it, so every peer of a socket has the
/// owner's uid (or is root).
package struct SocketDirectory: Hashable, Sendable {
  package let path: String

  /// Makes the directory with mode 0700 where it is missing, and checks it where it is there.
  ///
  /// - Throws: `BusError.unusableDirectory` and `openDirectory`.
  package init(creating path: String) throws(BusError) {
    if mkdir(path, 0o700) != 0, errno != EEXIST {
      throw .unusableDirectory(path: path, reason: String(cString: strerror(errno)))
    }
    try self.init(path)
  }

  /// Checks a directory that must be there.
  package init(_ path: String) throws(BusError) {
    var status = stat()
    // lstat: a link could be turned elsewhere after the check.
    guard lstat(path, &status) == 0 else {
      throw .unusableDirectory(path: path, reason: String(cString: strerror(errno)))
    }
    guard status.st_mode & S_IFMT == S_IFDIR else {
      throw .unusableDirectory(path: path, reason: "it is not a directory")
    }
    guard status.st_uid == geteuid() else {
      throw .unusableDirectory(path: path, reason: "it belongs to uid \(status.st_uid)")
    }
    guard status.st_mode & 0o077 == 0 else {
      throw .openDirectory(path: path, mode: status.st_mode & 0o777)
    }
    self.path = path
  }

  /// The endpoint of a socket in this directory, such as `trader.events`.
  ///
  /// - Throws: `BusError.malformedName` and `pathTooLong`.
  package func endpoint(_ name: String) throws(BusError) -> Endpoint {
    guard (1...64).contains(name.utf8.count), name.utf8.allSatisfy(\.isNameByte), !name.hasPrefix(".") else {
      throw .malformedName(name)
    }
    return try Endpoint(path: "\(path)/\(name)")
  }
}

/// The path of one Unix socket, short enough for the kernel.
package struct Endpoint: Hashable, Sendable, CustomStringConvertible {
  /// `sockaddr_un.sun_path` has 108 bytes, the last of them zero.
  package static let longestPath = StateDirectory.longestSocketPath

  package let path: String

  package init(path: String) throws(BusError) {
    guard path.utf8.count <= Self.longestPath else {
      throw .pathTooLong(path: path, bytes: path.utf8.count, limit: Self.longestPath)
    }
    self.path = path
  }

  var address: String { "ipc://\(path)" }

  package var description: String { path }
}
