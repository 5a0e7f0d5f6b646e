import CZeroMQ
package import Wire

/// A socket that takes requests from many clients and answers each, in any order and at any time.
package struct RouterSocket: ~Copyable {
  package let handle: SocketHandle
  private var frames: FrameBuffer
  /// Messages without the frames of a request or without a peer that the kernel vouches for.
  package private(set) var malformedMessages = 0

  package init(_ context: Context, bind endpoint: Endpoint) throws(BusError) {
    let handle = try SocketHandle(context, kind: ZMQ_ROUTER, endpoint: endpoint, .server)
    try handle.bind(endpoint)
    self.handle = handle
    frames = FrameBuffer()
  }

  deinit {
    handle.close()
  }

  /// Takes the next request, without waiting, and lends its bytes.
  package mutating func receive<Value>(
    _ read: (_ caller: Caller, _ request: RawSpan) -> Value
  ) throws(BusError) -> Reception<Value> {
    guard try frames.receive(from: handle) else { return .nothing }
    // Identity, then (from REQ) a request number, an empty frame, the request.
    let body = frames.count - 1
    guard (2...3).contains(body), !frames.overflowed, frames.bytes(body - 1).isEmpty,
      let address = frames.property("Peer-Address", of: body),
      let credentials = PeerCredentials(peerAddress: address)
    else {
      malformedMessages += 1
      return .skipped
    }
    let route = (0..<body).map { Array(frames.bytes($0)) }
    return .message(read(Caller(credentials: credentials, route: route), frames.bytes(body).bytes))
  }

  /// Takes the next request, without waiting, and reads it.
  package mutating func receiveRequest() throws(BusError) -> Reception<
    (caller: Caller, request: Result<Request, WireError>)
  > {
    try receive { (caller, bytes) -> (caller: Caller, request: Result<Request, WireError>) in
      do throws(WireError) {
        return (caller, .success(try Request.decode(bytes)))
      } catch {
        return (caller, .failure(error))
      }
    }
  }

  /// Answers a caller without waiting.
  ///
  /// - Returns: whether the reply left; `false` where the caller has gone or does not read. It will retry.
  @discardableResult
  package func reply(_ bytes: [UInt8], to caller: Caller) throws(BusError) -> Bool {
    for (index, frame) in caller.route.enumerated() {
      let code = try handle.send(frame, more: true, expecting: EHOSTUNREACH)
      // Only the identity can be refused: with it the whole message is accepted or not.
      if code != 0 {
        precondition(index == 0, "a reply was refused after its identity")
        return false
      }
    }
    return try handle.send(bytes, more: false, expecting: EHOSTUNREACH) == 0
  }
}

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

/// The way back to a request's sender, and who that is.
package struct Caller: Hashable, Sendable {
  package let credentials: PeerCredentials
  /// The frames before the request's own, to be sent before the reply's.
  let route: [[UInt8]]
}
