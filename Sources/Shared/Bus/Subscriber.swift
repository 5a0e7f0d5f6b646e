import CZeroMQ
package import Wire

/// A socket that receives the topics that it subscribed to.
package struct Subscriber: ~Copyable {
  package let handle: SocketHandle
  private var patterns: [TopicPattern] = []
  private var frames: FrameBuffer
  /// Messages that did not have three frames.
  package private(set) var malformedMessages = 0

  /// Connects to a publisher, which need not be there yet.
  package init(_ context: Context, connect endpoint: Endpoint) throws(BusError) {
    let handle = try SocketHandle(context, kind: ZMQ_SUB, endpoint: endpoint, .subscriber)
    try handle.connect(endpoint)
    self.handle = handle
    frames = FrameBuffer()
  }

  deinit {
    handle.close()
  }

  /// Connects to one more publisher.
  package func connect(_ endpoint: Endpoint) throws(BusError) {
    try handle.connect(endpoint)
  }

  /// Reconnects to a publisher, in place of the present connection.
  package func reconnect(_ endpoint: Endpoint) throws(BusError) {
    handle.disconnect(endpoint)
    try handle.connect(endpoint)
  }

  package mutating func subscribe(_ pattern: TopicPattern) throws(BusError) {
    try handle.set(ZMQ_SUBSCRIBE, pattern.prefix)
    patterns.append(pattern)
  }

  /// Takes the next message, without waiting, and lends its bytes.
  package mutating func receive<Value>(
    _ read: (_ topic: RawSpan, _ header: RawSpan, _ body: RawSpan) -> Value
  ) throws(BusError) -> Reception<Value> {
    guard try frames.receive(from: handle) else { return .nothing }
    guard frames.count == 3, !frames.overflowed else {
      malformedMessages += 1
      return .skipped
    }
    let topic = frames.bytes(0)
    guard patterns.contains(where: { $0.matches(topic) }) else { return .skipped }
    return .message(read(topic.bytes, frames.bytes(1).bytes, frames.bytes(2).bytes))
  }

  /// Takes the next message, without waiting, and reads it.
  package mutating func receiveEnvelope() throws(BusError) -> Reception<Result<Envelope, WireError>> {
    try receive { (topic, header, body) -> Result<Envelope, WireError> in
      do throws(WireError) {
        return .success(try Envelope.decode(topic: topic, header: header, body: body))
      } catch {
        return .failure(error)
      }
    }
  }
}
