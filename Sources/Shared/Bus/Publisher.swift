import CZeroMQ
package import Wire

/// A socket that sends each message to every subscriber that wants it. It never waits: a subscriber whose queue is
/// full loses messages, which it sees by their sequence numbers, and slows nobody.
package struct Publisher: ~Copyable {
  /// Whether a subscriber subscribed to a prefix or unsubscribed.
  package enum Notice: Hashable, Sendable {
    case subscribed(prefix: [UInt8])
    case unsubscribed(prefix: [UInt8])
  }

  package let handle: SocketHandle
  private let givesNotice: Bool
  private var frames: FrameBuffer

  /// - Parameter givesNotice: whether `nextNotice` reports subscriptions. The caller then watches the socket and reads
  ///   the notices, which otherwise accumulate.
  package init(_ context: Context, bind endpoint: Endpoint, givesNotice: Bool = false) throws(BusError) {
    let handle = try SocketHandle(context, kind: givesNotice ? ZMQ_XPUB : ZMQ_PUB, endpoint: endpoint, .publisher)
    // Every subscription, not only the first with its prefix.
    if givesNotice { try handle.set(ZMQ_XPUB_VERBOSER, 1) }
    try handle.bind(endpoint)
    self.handle = handle
    self.givesNotice = givesNotice
    frames = FrameBuffer()
  }

  deinit {
    handle.close()
  }

  package func publish(_ frames: Frames) throws(BusError) {
    guard try handle.send(frames.topic, more: true) == 0, try handle.send(frames.header, more: true) == 0 else {
      return
    }
    _ = try handle.send(frames.body, more: false)
  }

  /// The next subscription or its end, without waiting; always `nothing` unless the publisher gives notice.
  package mutating func nextNotice() throws(BusError) -> Reception<Notice> {
    guard givesNotice, try frames.receive(from: handle) else { return .nothing }
    guard frames.count == 1, let first = frames.bytes(0).first, first <= 1 else { return .skipped }
    let prefix = Array(frames.bytes(0).dropFirst())
    return .message(first == 1 ? .subscribed(prefix: prefix) : .unsubscribed(prefix: prefix))
  }
}
