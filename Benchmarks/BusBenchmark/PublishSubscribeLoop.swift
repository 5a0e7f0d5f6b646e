import Bus
import Safety
import Wire

/// The C loop's publisher and subscriber, through our layer.
enum PublishSubscribeLoop {
  /// Nanoseconds for all of it.
  static func run(_ directory: BenchmarkDirectory, rounds: Int, batch: Int, body: Int) throws -> Int64 {
    let endpoint = try directory.endpoint("ours")
    var publisher = try Publisher(Context(), bind: endpoint, givesNotice: true)
    var subscriber = try Subscriber(Context(), connect: endpoint)
    try subscriber.subscribe(.everything)
    var arrival = Poller()
    _ = arrival.watch(publisher.handle)
    try arrival.wait(until: MonotonicTime.now.advanced(milliseconds: 5000))
    guard case .message(.subscribed) = try publisher.nextNotice() else {
      throw BenchmarkFailure(what: "our subscriber")
    }
    var poller = Poller()
    _ = poller.watch(subscriber.handle)
    let frames = Frames(
      topic: Array("quote.demo.EURUSD".utf8), header: Array(repeating: 1, count: 60),
      body: Array(repeating: 2, count: body))
    var bytes = 0
    let start = MonotonicTime.now
    for _ in 0..<rounds {
      for _ in 0..<batch { try publisher.publish(frames) }
      var received = 0
      while received < batch {
        switch try subscriber.receive({ topic, header, body in topic.byteCount + header.byteCount + body.byteCount }) {
        case .message(let size):
          received += 1
          bytes += size
        case .skipped: throw BenchmarkFailure(what: "a malformed message")
        case .nothing:
          guard try poller.wait(until: MonotonicTime.now.advanced(milliseconds: 5000)) else {
            throw BenchmarkFailure(what: "a lost message")
          }
        }
      }
    }
    let elapsed = MonotonicTime.now.nanoseconds - start.nanoseconds
    guard bytes == rounds * batch * (17 + 60 + body) else { throw BenchmarkFailure(what: "lost bytes") }
    return elapsed
  }
}
