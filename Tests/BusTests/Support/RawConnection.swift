import Bus
import Glibc
import Safety
import Testing

/// A plain Unix stream socket that speaks as little or as much of ZMTP 3.0 (https://rfc.zeromq.org/spec/23/) as a test
/// wants.
final class RawConnection {
  let descriptor: Int32

  init(_ endpoint: Endpoint) throws {
    descriptor = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
    try #require(descriptor >= 0)
    var address = sockaddr_un()
    address.sun_family = sa_family_t(AF_UNIX)
    withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: endpoint.path.utf8) }
    let size = socklen_t(MemoryLayout<sockaddr_un>.size)
    let connected = withUnsafePointer(to: &address) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { connect(descriptor, $0, size) }
    }
    try #require(connected == 0)
  }

  deinit {
    close(descriptor)
  }

  /// Whether all of it was taken; `false` once the other side has hung up.
  @discardableResult
  func write(_ bytes: [UInt8]) -> Bool {
    Glibc.send(descriptor, bytes, bytes.count, Int32(MSG_NOSIGNAL)) == bytes.count
  }

  /// The greeting for the NULL mechanism, and the READY command of a DEALER.
  func greet() {
    var greeting: [UInt8] = [0xff, 0, 0, 0, 0, 0, 0, 0, 1, 0x7f, 3, 0]
    greeting += Array("NULL".utf8)
    greeting += [UInt8](repeating: 0, count: 64 - greeting.count)
    let property = [UInt8(11)] + Array("Socket-Type".utf8) + [0, 0, 0, 6] + Array("DEALER".utf8)
    let ready = [UInt8(5)] + Array("READY".utf8) + property
    write(greeting + [0x04, UInt8(ready.count)] + ready)
  }

  /// Sends a request as a DEALER does: an empty frame with more to come, then the request of up to 255 bytes.
  func send(request: [UInt8]) {
    write([0x01, 0, 0x00, UInt8(request.count)] + request)
  }

  /// Waits until the other side hangs up and gives what it had said, or until it has said `enough` bytes.
  @discardableResult
  func awaitHangUp(orBytes enough: Int = .max) throws -> [UInt8] {
    var said: [UInt8] = []
    var poller = Poller()
    _ = poller.watch(descriptor: descriptor)
    let deadline = patience
    while MonotonicTime.now < deadline {
      guard try poller.wait(until: deadline) else { continue }
      var buffer = [UInt8](repeating: 0, count: 4096)
      let count = recv(descriptor, &buffer, buffer.count, 0)
      if count <= 0 { return said }
      said += buffer.prefix(count)
      if said.count >= enough { return said }
    }
    throw Impatient(what: "the other side to hang up")
  }
}
