/// Who the kernel says is at the other end of a Unix socket, as of when it connected.
package struct PeerCredentials: Hashable, Sendable {
  package var uid: UInt32
  package var gid: UInt32
  package var pid: Int32

  package init(uid: UInt32, gid: UInt32, pid: Int32) {
    self.uid = uid
    self.gid = gid
    self.pid = pid
  }

  /// Reads libzmq's `Peer-Address` of an ipc peer, `localhost:UID:GID:PID`.
  package init?(peerAddress: String) {
    let parts = peerAddress.split(separator: ":", omittingEmptySubsequences: false)
    guard parts.count == 4, let uid = UInt32(parts[1]), let gid = UInt32(parts[2]), let pid = Int32(parts[3]), pid > 0
    else { return nil }
    self.init(uid: uid, gid: gid, pid: pid)
  }
}

/// The way back to whoever sent a request, and who that is.
package struct Caller: Hashable, Sendable {
  package let credentials: PeerCredentials
  /// The frames before the request's own, to be sent before the reply's.
  let route: [[UInt8]]
}
