import CZeroMQ

/// Room for the frames of one received message. The frames live until the next message or the end of the buffer, and
/// what reads them borrows their bytes.
struct FrameBuffer: ~Copyable {
  /// More frames than any message of ours has; the rest of a longer message is dropped.
  static let capacity = 6

  private let messages: UnsafeMutablePointer<zmq_msg_t>
  private(set) var count = 0
  /// Whether the message had more frames than fit.
  private(set) var overflowed = false

  init() {
    messages = .allocate(capacity: Self.capacity)
    for index in 0..<Self.capacity { zmq_msg_init(messages + index) }
  }

  deinit {
    for index in 0..<Self.capacity { zmq_msg_close(messages + index) }
    messages.deallocate()
  }

  /// Takes the next message whole, without waiting.
  ///
  /// - Returns: whether there was one.
  mutating func receive(from socket: borrowing SocketHandle) throws(BusError) -> Bool {
    count = 0
    overflowed = false
    guard try receiveFrame(messages, from: socket) else { return false }
    count = 1
    var last = messages
    while zmq_msg_more(last) != 0 {
      if count == Self.capacity { overflowed = true }
      last = messages + min(count, Self.capacity - 1)
      // The frames of a message arrive together, so the next one is there.
      guard try receiveFrame(last, from: socket) else { break }
      count = min(count + 1, Self.capacity)
    }
    return true
  }

  private func receiveFrame(
    _ message: UnsafeMutablePointer<zmq_msg_t>, from socket: borrowing SocketHandle
  ) throws(BusError) -> Bool {
    while zmq_msg_recv(message, socket.open, ZMQ_DONTWAIT) < 0 {
      let code = zmq_errno()
      if code == EINTR { continue }
      if code == EAGAIN { return false }
      throw .failed(operation: "receive", endpoint: socket.endpoint, code: code)
    }
    return true
  }

  /// The bytes of a frame; to be used only while the buffer is borrowed.
  func bytes(_ index: Int) -> UnsafeRawBufferPointer {
    precondition(index < count, "the message has no such frame")
    return UnsafeRawBufferPointer(start: zmq_msg_data(messages + index), count: zmq_msg_size(messages + index))
  }

  /// What libzmq knows of the peer that sent the message, such as its `Peer-Address`.
  func property(_ name: String, of index: Int) -> String? {
    precondition(index < count, "the message has no such frame")
    return zmq_msg_gets(messages + index, name).map { String(cString: $0) }
  }
}

/// What one attempt to receive found. A loop counts `skipped` against its turn as it counts messages, so that a flood
/// of garbage cannot keep it.
package enum Reception<Value> {
  /// Nothing is there.
  case nothing
  /// A message was taken and dropped: it has not the frames that a message has, or nobody asked for it.
  case skipped
  case message(Value)
}

extension Reception: Sendable where Value: Sendable {}
