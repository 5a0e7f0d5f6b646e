internal import Glibc

/// The receiving end of `Readiness`: a datagram socket that names each sender by its kernel credentials.
///
/// The protocol is systemd's, sd_notify(3), so the same processes run under either supervisor.
package struct NotifySocket: ~Copyable {
  package struct Message: Hashable, Sendable {
    package var pid: Int32
    package var uid: UInt32
    package var words: [BeatWatch.Word]
  }

  package let descriptor: Int32
  private let path: String
  private let inode: UInt64?

  /// Binds the path, in the place of a socket that a previous process left there.
  package init(path: String) throws(NotifySocketError) {
    descriptor = try Self.bound(path)
    self.path = path
    inode = Self.inode(path)
  }

  /// Whether the socket's file is gone or another's, so that nobody can send here any more: bind another.
  package var isLost: Bool { inode == nil || Self.inode(path) != inode }

  private static func inode(_ path: String) -> UInt64? {
    var status = stat()
    return lstat(path, &status) == 0 ? UInt64(status.st_ino) : nil
  }

  private static func bound(_ path: String) throws(NotifySocketError) -> Int32 {
    guard path.utf8.count <= StateDirectory.longestSocketPath else { throw .cannotBind(path: path, code: ENAMETOOLONG) }
    let descriptor = socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue | SOCK_CLOEXEC.rawValue | SOCK_NONBLOCK.rawValue), 0)
    guard descriptor >= 0 else { throw .cannotBind(path: path, code: errno) }
    unlink(path)
    var address = sockaddr_un()
    address.sun_family = sa_family_t(AF_UNIX)
    withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: Array(path.utf8)) }
    let length = socklen_t(MemoryLayout<sa_family_t>.size + path.utf8.count + 1)
    var yes: Int32 = 1
    let isBound = withUnsafePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { bind(descriptor, $0, length) == 0 }
    }
    let knowsPeers = setsockopt(descriptor, SOL_SOCKET, SO_PASSCRED, &yes, socklen_t(MemoryLayout<Int32>.size)) == 0
    guard isBound, knowsPeers else {
      let code = errno
      close(descriptor)
      throw .cannotBind(path: path, code: code)
    }
    return descriptor
  }

  deinit {
    close(descriptor)
  }

  /// The next datagram, without waiting; `nil` where there is none. Unknown words are skipped.
  package func receive() -> Message? {
    var bytes = [UInt8](repeating: 0, count: 512)
    // One header of 16 bytes and a `ucred` of 12, see unix(7) and cmsg(3).
    var control = [Int64](repeating: 0, count: 8)
    var count = 0
    var hasCredentials = false
    bytes.withUnsafeMutableBytes { text in
      control.withUnsafeMutableBytes { side in
        var part = iovec(iov_base: text.baseAddress, iov_len: text.count)
        withUnsafeMutablePointer(to: &part) { part in
          var message = msghdr()
          message.msg_iov = part
          message.msg_iovlen = 1
          message.msg_control = side.baseAddress
          message.msg_controllen = side.count
          count = recvmsg(descriptor, &message, 0)
          hasCredentials = message.msg_controllen >= 28
        }
      }
    }
    guard count >= 0 else { return nil }
    guard hasCredentials else { return Message(pid: 0, uid: .max, words: []) }
    let (pid, uid) = control.withUnsafeBytes {
      ($0.load(fromByteOffset: 16, as: Int32.self), $0.load(fromByteOffset: 20, as: UInt32.self))
    }
    let lines = String(decoding: bytes.prefix(count), as: UTF8.self).split(separator: "\n")
    return Message(pid: pid, uid: uid, words: lines.compactMap { BeatWatch.Word(rawValue: String($0)) })
  }
}

package enum NotifySocketError: Error, Hashable, Sendable {
  case cannotBind(path: String, code: Int32)
}

extension NotifySocketError: CustomStringConvertible {
  package var description: String {
    switch self {
    case .cannotBind(let path, let code): "cannot listen at \(path): \(String(cString: strerror(code)))"
    }
  }
}
