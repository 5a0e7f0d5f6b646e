import Bus
import CZeroMQ
import Domain
import Glibc
import Safety
import Testing
import Wire

@Suite struct PublishSubscribeTests {
  private let directory: TemporaryDirectory
  private let endpoint: Endpoint

  init() throws {
    directory = try TemporaryDirectory()
    endpoint = try directory.endpoint("trader.events")
  }

  @Test func `a subscriber hears every message in order`() throws {
    let context = try Context()
    var publisher = try Publisher(context, bind: endpoint, givesNotice: true)
    var subscriber = try Subscriber(context, connect: endpoint)
    try subscriber.subscribe(.everything)
    try publisher.awaitSubscription()
    for sequence in Int64(1)...1000 { try publisher.publish(Messages.minute(sequence).encoded()) }
    for sequence in Int64(1)...1000 {
      let envelope = try subscriber.awaitEnvelope()
      #expect(envelope == (try Messages.minute(sequence)))
    }
  }

  @Test func `a subscriber hears what it asked for and no more`() throws {
    let context = try Context()
    var publisher = try Publisher(context, bind: endpoint, givesNotice: true)
    var subscriber = try Subscriber(context, connect: endpoint)
    try subscriber.subscribe(#require(TopicPattern("incident.*.fenced")))
    try publisher.awaitSubscription()
    try publisher.publish(Messages.minute(1).encoded())
    var other = try Messages.incident(2, bytes: 1)
    other.payload = .event(.incident(Incident(kind: .notFlat, detail: "")))
    try publisher.publish(other.encoded())
    try publisher.publish(Messages.incident(3, bytes: 1).encoded())
    let heard = try subscriber.awaitEnvelope()
    #expect(heard.header.sequence == 3)
    let malformed = subscriber.malformedMessages
    #expect(malformed == 0)
  }

  @Test func `a late joiner sees by the number what it missed`() throws {
    let context = try Context()
    var publisher = try Publisher(context, bind: endpoint, givesNotice: true)
    for sequence in Int64(1)...100 { try publisher.publish(Messages.minute(sequence).encoded()) }
    var subscriber = try Subscriber(context, connect: endpoint)
    try subscriber.subscribe(.everything)
    try publisher.awaitSubscription()
    try publisher.publish(Messages.minute(101).encoded())
    let first = try subscriber.awaitEnvelope()
    #expect(first.header.sequence == 101)
  }

  @Test func `a subscriber finds a publisher that comes later, and one that comes back`() throws {
    let context = try Context()
    var subscriber = try Subscriber(context, connect: endpoint)
    try subscriber.subscribe(.everything)
    for epoch in Int64(1)...3 {
      var publisher = try Publisher(context, bind: endpoint, givesNotice: true)
      // A subscriber resubscribes when its own thread next turns to the socket, as a loop does all the time.
      var poller = Poller()
      _ = poller.watch(subscriber.handle)
      let heardOf = poller.watch(publisher.handle)
      let deadline = patience
      while !poller.isReady(heardOf), MonotonicTime.now < deadline { try poller.wait(until: deadline) }
      try publisher.awaitSubscription()
      try publisher.publish(Messages.minute(epoch, epoch: epoch).encoded())
      let heard = try subscriber.awaitEnvelope()
      #expect(heard.header.epoch == epoch)
    }
  }

  @Test func `a publisher is told of subscriptions and of their end`() throws {
    let context = try Context()
    var publisher = try Publisher(context, bind: endpoint, givesNotice: true)
    let handle = publisher.handle
    let pattern = try #require(TopicPattern("trade.*"))
    do {
      var subscriber = try Subscriber(context, connect: endpoint)
      try subscriber.subscribe(pattern)
      let notice = try awaited("a notice", on: handle) { try publisher.nextNotice() }
      #expect(notice == .subscribed(prefix: Array("trade.".utf8)))
    }
    let notice = try awaited("a notice", on: handle) { try publisher.nextNotice() }
    #expect(notice == .unsubscribed(prefix: Array("trade.".utf8)))
  }

  @Test func `a tap that never reads loses its own messages only, and memory stays bounded`() throws {
    let context = try Context()
    var publisher = try Publisher(context, bind: endpoint, givesNotice: true)
    var tap = try Subscriber(context, connect: endpoint)
    try tap.subscribe(.everything)
    var reader = try Subscriber(context, connect: endpoint)
    try reader.subscribe(.everything)
    try publisher.awaitSubscription()
    try publisher.awaitSubscription()
    let before = residentMegabytes()
    // 200 MB in all: far more than the two queues of a stuck tap may hold.
    let frames = try Messages.incident(1, bytes: 2000).encoded()
    for _ in 0..<1000 {
      for _ in 0..<100 { try publisher.publish(frames) }
      for _ in 0..<100 {
        _ = try awaited("a message", on: reader.handle) { try reader.receive { _, _, body in body.byteCount } }
      }
    }
    #expect(residentMegabytes() - before < 100)
    var kept = 0
    while case .message = try tap.receive({ _, _, _ in }) { kept += 1 }
    #expect(kept > 0)
    #expect(kept < 30_000, "a tap's queues hold 8,192 messages at either end")
  }

  private func residentMegabytes() -> Int {
    guard let file = fopen("/proc/self/statm", "r") else { return 0 }
    defer { fclose(file) }
    var text = [CChar](repeating: 0, count: 256)
    guard fgets(&text, 256, file) != nil else { return 0 }
    let fields = String(decoding: text.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
      .split(separator: " ")
    return (Int(fields[1]) ?? 0) * 4096 / 1_000_000
  }

  @Test func `a publisher that never waits outlives a subscriber's end in the middle`() throws {
    let context = try Context()
    var publisher = try Publisher(context, bind: endpoint, givesNotice: true)
    let frames = try Messages.incident(1, bytes: 500).encoded()
    for _ in 0..<20 {
      var subscriber = try Subscriber(context, connect: endpoint)
      try subscriber.subscribe(.everything)
      try publisher.awaitSubscription()
      for _ in 0..<200 { try publisher.publish(frames) }
      _ = try subscriber.awaitEnvelope()
    }
  }
}
