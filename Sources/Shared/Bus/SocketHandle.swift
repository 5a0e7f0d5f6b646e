import CZeroMQ

/// libzmq's I/O thread and what belongs to it. Sockets keep their context alive; it ends when the last of them and the
/// context itself are let go.
///
/// One thread owns a context and all its sockets. Never fork while one is open.
package final class Context {
  let pointer: UnsafeMutableRawPointer

  package init() throws(BusError) {
    guard let pointer = zmq_ctx_new() else { throw .last("zmq_ctx_new", "context") }
    self.pointer = pointer
    // Without this, ending a context waits for ever on one unsent message.
    zmq_ctx_set(pointer, ZMQ_BLOCKY, 0)
  }

  deinit {
    // Every socket holds its context, so none is open here and this returns at once. EINTR is the one reason to repeat.
    while zmq_ctx_term(pointer) != 0, zmq_errno() == EINTR {}
  }
}

/// One libzmq socket, for the socket type around it and for the pollers that watch it. The socket type closes it; a
/// poller that still holds it then sees that it is closed.
package final class SocketHandle {
  private let context: Context
  private(set) var pointer: UnsafeMutableRawPointer?
  let endpoint: String

  init(_ context: Context, kind: Int32, endpoint: Endpoint, _ profile: SocketProfile) throws(BusError) {
    guard let pointer = zmq_socket(context.pointer, kind) else { throw .last("zmq_socket", endpoint.path) }
    self.context = context
    self.pointer = pointer
    self.endpoint = endpoint.path
    do {
      try profile.apply(to: self)
    } catch {
      close()
      throw error
    }
  }

  deinit {
    close()
  }

  func close() {
    guard let pointer else { return }
    zmq_close(pointer)
    self.pointer = nil
  }

  /// The open socket; a socket type never gives it up before its own end.
  var open: UnsafeMutableRawPointer {
    guard let pointer else { preconditionFailure("a socket is used after its end") }
    return pointer
  }

  func set(_ option: Int32, _ value: Int32) throws(BusError) {
    var value = value
    guard zmq_setsockopt(open, option, &value, MemoryLayout<Int32>.size) == 0 else {
      throw .last("zmq_setsockopt \(option)", endpoint)
    }
  }

  func set(_ option: Int32, wide value: Int64) throws(BusError) {
    var value = value
    guard zmq_setsockopt(open, option, &value, MemoryLayout<Int64>.size) == 0 else {
      throw .last("zmq_setsockopt \(option)", endpoint)
    }
  }

  func set(_ option: Int32, _ value: [UInt8]) throws(BusError) {
    guard zmq_setsockopt(open, option, value, value.count) == 0 else {
      throw .last("zmq_setsockopt \(option)", endpoint)
    }
  }

  func bind(_ endpoint: Endpoint) throws(BusError) {
    guard zmq_bind(open, endpoint.address) == 0 else { throw .last("bind", endpoint.path) }
  }

  /// Stops listening; peers that came by that address are cut off. An address that is not bound is not an error.
  func unbind(_ endpoint: Endpoint) {
    _ = zmq_unbind(open, endpoint.address)
  }

  /// Ends a connection; a missing one is not an error.
  func disconnect(_ endpoint: Endpoint) {
    _ = zmq_disconnect(open, endpoint.address)
  }

  func connect(_ endpoint: Endpoint) throws(BusError) {
    guard zmq_connect(open, endpoint.address) == 0 else { throw .last("connect", endpoint.path) }
  }

  /// Sends one frame without waiting.
  ///
  /// - Returns: 0, or libzmq's error number where it is one of `expected`.
  @inline(__always)
  func send(_ frame: borrowing [UInt8], more: Bool, expecting expected: Int32 = 0) throws(BusError) -> Int32 {
    let flags = ZMQ_DONTWAIT | (more ? ZMQ_SNDMORE : 0)
    while zmq_send(open, copy frame, frame.count, flags) < 0 {
      let code = zmq_errno()
      if code == EINTR { continue }
      if code == EAGAIN || code == expected { return code }
      throw .failed(operation: "send", endpoint: endpoint, code: code)
    }
    return 0
  }
}
