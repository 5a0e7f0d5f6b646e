import Bus
import CZeroMQ
import Testing

/// A libzmq socket without any of our rules, for sending what no process of ours sends.
final class RawSocket {
  private let context: UnsafeMutableRawPointer
  private let socket: UnsafeMutableRawPointer

  init(_ kind: Int32, _ endpoint: Endpoint, bind: Bool) throws {
    context = try #require(zmq_ctx_new())
    socket = try #require(zmq_socket(context, kind))
    var linger: Int32 = 0
    zmq_setsockopt(socket, ZMQ_LINGER, &linger, MemoryLayout<Int32>.size)
    let address = "ipc://\(endpoint.path)"
    try #require((bind ? zmq_bind(socket, address) : zmq_connect(socket, address)) == 0)
  }

  deinit {
    zmq_close(socket)
    zmq_ctx_term(context)
  }

  func send(_ frames: [[UInt8]]) {
    for (index, frame) in frames.enumerated() {
      let more = index < frames.count - 1 ? ZMQ_SNDMORE : 0
      #expect(zmq_send(socket, frame, frame.count, more) == Int32(frame.count))
    }
  }

  /// Waits for one frame.
  func receive() -> [UInt8] {
    var buffer = [UInt8](repeating: 0, count: 1024)
    let count = zmq_recv(socket, &buffer, buffer.count, 0)
    return Array(buffer.prefix(Int(max(0, count))))
  }
}
