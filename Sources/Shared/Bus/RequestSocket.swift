import CZeroMQ
package import Wire

/// The asynchronous client of one server: requests go out when the server is there, replies are taken as they come and
/// matched by the id inside them.
package struct RequestSocket: ~Copyable {
  package let handle: SocketHandle
  private var frames: FrameBuffer
  /// Messages without the frames of a reply.
  package private(set) var malformedMessages = 0

  package init(_ context: Context, connect endpoint: Endpoint) throws(BusError) {
    let handle = try SocketHandle(context, kind: ZMQ_DEALER, endpoint: endpoint, .client)
    try handle.connect(endpoint)
    self.handle = handle
    frames = FrameBuffer()
  }

  deinit {
    handle.close()
  }

  /// Sends an encoded request without waiting.
  ///
  /// - Returns: whether it left; `false` where the server is not there or does not read. An outbox resends it.
  package func send(_ request: [UInt8]) throws(BusError) -> Bool {
    guard try handle.send([], more: true) == 0 else { return false }
    return try handle.send(request, more: false) == 0
  }

  /// Takes the next reply, without waiting, and lends its bytes.
  package mutating func receive<Value>(_ read: (_ reply: RawSpan) -> Value) throws(BusError) -> Reception<Value> {
    guard try frames.receive(from: handle) else { return .nothing }
    guard frames.count == 2, !frames.overflowed, frames.bytes(0).isEmpty else {
      malformedMessages += 1
      return .skipped
    }
    return .message(read(frames.bytes(1).bytes))
  }

  /// Takes the next reply, without waiting, and reads it.
  package mutating func receiveReply() throws(BusError) -> Reception<Result<Reply, WireError>> {
    try receive { (bytes) -> Result<Reply, WireError> in
      do throws(WireError) {
        return .success(try Reply.decode(bytes))
      } catch {
        return .failure(error)
      }
    }
  }
}
