import Bus
import Foundation
import Safety

/// The C loop's requests and replies, through our layer.
enum RequestReplyLoop {
  /// Nanoseconds of each request. Every turn has a socket of its own: the server of the one before may still be there.
  static func run(_ directory: BenchmarkDirectory, turn: Int, count: Int, body: Int) throws -> [Int64] {
    let endpoint = try directory.endpoint("requests-\(turn)")
    let server = Thread { try? Self.serve(endpoint, count: count) }
    server.start()
    var client = try RequestSocket(Context(), connect: endpoint)
    let request = [UInt8](repeating: 2, count: body)
    var writable = Poller()
    _ = writable.watch(client.handle, for: .writable)
    try writable.wait(until: MonotonicTime.now.advanced(milliseconds: 5000))
    var readable = Poller()
    _ = readable.watch(client.handle)
    var times: [Int64] = []
    times.reserveCapacity(count)
    for _ in 0..<count {
      let start = MonotonicTime.now
      guard try client.send(request), try readable.wait(until: start.advanced(milliseconds: 5000)),
        case .message(body) = try client.receive({ $0.byteCount })
      else { throw BenchmarkFailure(what: "our request and reply") }
      times.append(MonotonicTime.now.nanoseconds - start.nanoseconds)
    }
    return times
  }

  private static func serve(_ endpoint: Endpoint, count: Int) throws {
    var socket = try RouterSocket(Context(), bind: endpoint)
    var poller = Poller()
    _ = poller.watch(socket.handle)
    var answered = 0
    while answered < count {
      guard try poller.wait(until: MonotonicTime.now.advanced(milliseconds: 5000)) else { return }
      while case .message((let caller, let bytes)) = try socket.receive({ caller, request in
        (caller, request.withUnsafeBytes { Array($0) })
      }) {
        answered += 1
        try socket.reply(bytes, to: caller)
      }
    }
    // The last reply leaves before the socket does: the client closes first.
    try poller.wait(until: MonotonicTime.now.advanced(milliseconds: 100))
  }
}
