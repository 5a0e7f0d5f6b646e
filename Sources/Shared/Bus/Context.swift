import CZeroMQ

/// libzmq's I/O thread and what belongs to it. Sockets keep their context alive; it ends when the last of them and the
/// context itself are let go.
///
/// One thread owns a context and all its sockets. Never fork while one lives.
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
