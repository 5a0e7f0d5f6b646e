import Bus
import CZeroMQ
import Domain
import Glibc
import Testing
import Wire

/// Peers that send what no process of ours sends. The socket stays usable and nothing of it is taken for a message.
@Suite struct HostilePeerTests {
  private let directory: TemporaryDirectory
  private let endpoint: Endpoint

  init() throws {
    directory = try TemporaryDirectory()
    endpoint = try directory.endpoint("trader.requests")
  }

  /// A good request is taken and answered.
  private func exchange(_ server: inout RouterSocket, _ context: Context, id: String) throws {
    var client = try RequestSocket(context, connect: endpoint)
    try client.awaitSent(Messages.request(id))
    while true {
      let (caller, request) = try server.awaitRequest()
      guard let request = try? request.get() else { continue }
      #expect(request.id == id)
      try server.reply(Reply(id: id, content: .received).encoded(), to: caller)
      break
    }
    let reply = try client.awaitReply()
    #expect(reply == Reply(id: id, content: .received))
  }

  @Test func `messages without the frames of a request are counted and dropped`() throws {
    let context = try Context()
    var server = try RouterSocket(context, bind: endpoint)
    let peer = try RawSocket(ZMQ_DEALER, endpoint, bind: false)
    let good = try Messages.request("good").encoded()
    let malformed: [[[UInt8]]] = [
      [[]], [[1]], [good], [[1], [], [], good], [[1], good], [[1], [2], good], [[], good, []], [[], [], [], [], good],
      Array(repeating: good, count: 40), Array(repeating: [], count: 1000),
    ]
    for frames in malformed { peer.send(frames) }
    peer.send([[], good])
    let request = try server.awaitRequest().request.get()
    #expect(request.id == "good")
    let dropped = server.malformedMessages
    #expect(dropped == malformed.count)
  }

  @Test func `a request that cannot be read comes with its caller and its error`() throws {
    let context = try Context()
    var server = try RouterSocket(context, bind: endpoint)
    let peer = try RawSocket(ZMQ_DEALER, endpoint, bind: false)
    var random = SplitMix64(seed: 61)
    for _ in 0..<200 {
      let noise = (0..<(random.next() % 300)).map { _ in UInt8(truncatingIfNeeded: random.next()) }
      peer.send([[], noise])
    }
    for _ in 0..<200 {
      let (caller, request) = try server.awaitRequest()
      #expect(caller.credentials.pid == getpid())
      #expect(throws: WireError.self) { try request.get() }
    }
    try exchange(&server, context, id: "after-noise")
  }

  @Test func `a frame past the limit cuts its sender off before its bytes are taken`() throws {
    let context = try Context()
    var server = try RouterSocket(context, bind: endpoint)
    let peer = try RawConnection(endpoint)
    peer.greet()
    // The server's greeting of 64 bytes and its READY: the connection stands.
    #expect(try peer.awaitHangUp(orBytes: 90).starts(with: [0xff]))
    try peer.send(request: Messages.request("small").encoded())
    let small = try server.awaitRequest().request.get()
    #expect(small.id == "small", "the connection is a good one until then")
    // A long frame of 65,537 bytes, of which only the length is ever sent.
    peer.write([0x02, 0, 0, 0, 0, 0, 1, 0, 1])
    try peer.awaitHangUp()
    try exchange(&server, context, id: "after-oversize")
  }

  @Test func `noise instead of a greeting is hung up on`() throws {
    let context = try Context()
    var server = try RouterSocket(context, bind: endpoint)
    var random = SplitMix64(seed: 62)
    var peers: [RawConnection] = []
    for _ in 0..<50 {
      let peer = try RawConnection(endpoint)
      peer.write((0..<200).map { _ in UInt8(truncatingIfNeeded: random.next()) })
      peers.append(peer)
    }
    for peer in peers { try peer.awaitHangUp() }
    try exchange(&server, context, id: "after-noise")
  }

  @Test func `half-open connections in hundreds hold nobody up and are dropped`() throws {
    let context = try Context()
    var server = try RouterSocket(context, bind: endpoint)
    var peers: [RawConnection] = []
    for number in 0..<400 {
      let peer = try RawConnection(endpoint)
      // Silent, or half a greeting.
      if number % 2 == 0 { peer.write([0xff, 0, 0, 0, 0]) }
      peers.append(peer)
    }
    try exchange(&server, context, id: "among-them")
    for peer in peers { try peer.awaitHangUp() }
    try exchange(&server, context, id: "after-them")
  }

  @Test func `a publisher's malformed messages are counted and dropped, its unreadable ones are named`() throws {
    let context = try Context()
    let publisher = try RawSocket(ZMQ_XPUB, endpoint, bind: true)
    var subscriber = try Subscriber(context, connect: endpoint)
    try subscriber.subscribe(.everything)
    #expect(publisher.receive() == [1])
    let good = try Messages.minute(1).encoded()
    for frames in [[[]], [good.topic, good.header], Array(repeating: good.topic, count: 10)] as [[[UInt8]]] {
      publisher.send(frames)
    }
    publisher.send([good.topic, good.header, [0xff]])
    publisher.send([good.topic, good.header, good.body])
    let handle = subscriber.handle
    let unreadable = try awaited("a message", on: handle) { try subscriber.receiveEnvelope() }
    #expect(unreadable == .failure(.malformed(part: "Body")))
    let dropped = subscriber.malformedMessages
    #expect(dropped == 3)
    let readable = try subscriber.awaitEnvelope()
    #expect(readable == (try Messages.minute(1)))
  }

  @Test func `a subscriber that talks is not heard`() throws {
    let context = try Context()
    var publisher = try Publisher(context, bind: endpoint, givesNotice: true)
    let peer = try RawSocket(ZMQ_XSUB, endpoint, bind: false)
    peer.send([[1]])
    try publisher.awaitSubscription()
    peer.send([[7, 7, 7]])
    peer.send([[0]])
    let handle = publisher.handle
    let notice = try awaited("a notice", on: handle) { try publisher.nextNotice() }
    #expect(notice == .unsubscribed(prefix: []))
  }
}
