import CZeroMQ
internal import Safety
package import Wire

/// A client that waits for its answer, for the command line and other programs without a loop.
package struct RequestClient: ~Copyable {
  package let handle: SocketHandle
  private var frames: FrameBuffer
  private var poller: Poller
  private let readable: Poller.Token
  private let endpoint: Endpoint

  package init(_ context: Context, connect endpoint: Endpoint) throws(BusError) {
    let handle = try SocketHandle(context, kind: ZMQ_REQ, endpoint: endpoint, .blockingClient)
    try handle.connect(endpoint)
    self.handle = handle
    self.endpoint = endpoint
    frames = FrameBuffer()
    poller = Poller()
    readable = poller.watch(handle)
  }

  deinit {
    handle.close()
  }

  /// Sends an encoded request and waits for its reply's bytes. An earlier request without an answer is given up, and
  /// a late answer to it is never taken for this one's.
  ///
  /// - Parameter timeout: milliseconds for all of it.
  /// - Throws: `BusError.notConnected` where nobody took the request, `timedOut` where somebody did and was silent.
  package mutating func request(_ bytes: [UInt8], timeout: Int64) throws(BusError) -> [UInt8] {
    let deadline = MonotonicTime.now.advanced(milliseconds: timeout)
    try waitUntilSent(bytes, deadline)
    while true {
      if try frames.receive(from: handle) {
        guard frames.count == 1, !frames.overflowed else { continue }
        return Array(frames.bytes(0))
      }
      guard MonotonicTime.now < deadline else { throw .timedOut(endpoint: endpoint.path) }
      try poller.wait(until: deadline)
    }
  }

  /// Sends a request and waits for its reply.
  ///
  /// - Throws: `BusError`, and `WireError` where one of the two cannot be written or read.
  package mutating func request(_ request: Request, timeout: Int64) throws -> Reply {
    try Reply.decode(self.request(request.encoded(), timeout: timeout))
  }

  private func waitUntilSent(_ bytes: [UInt8], _ deadline: MonotonicTime) throws(BusError) {
    var writable = Poller()
    _ = writable.watch(handle, for: .writable)
    while try handle.send(bytes, more: false) != 0 {
      guard MonotonicTime.now < deadline else { throw .notConnected(endpoint: endpoint.path) }
      try writable.wait(until: deadline)
    }
  }
}
