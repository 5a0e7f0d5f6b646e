import Bus
import Domain
import Glibc
import Safety
import Testing
import Wire

@Suite struct RequestTests {
  private let directory: TemporaryDirectory
  private let endpoint: Endpoint

  init() throws {
    directory = try TemporaryDirectory()
    endpoint = try directory.endpoint("optimizer.requests")
  }

  @Test func `requests are answered in any order, each to its sender`() throws {
    let context = try Context()
    var server = try RouterSocket(context, bind: endpoint)
    var first = try RequestSocket(context, connect: endpoint)
    var second = try RequestSocket(context, connect: endpoint)
    for number in 1...3 {
      try first.awaitSent(Messages.request("first-\(number)"))
      try second.awaitSent(Messages.request("second-\(number)"))
    }
    var calls: [(Caller, Request)] = []
    for _ in 0..<6 {
      let (caller, request) = try server.awaitRequest()
      calls.append((caller, try request.get()))
    }
    #expect(Set(calls.map(\.1.id)).count == 6)
    for (caller, request) in calls.reversed() {
      let left = try server.reply(Reply(id: request.id, content: .done).encoded(), to: caller)
      #expect(left)
    }
    let firstIDs = try (0..<3).map { _ in try first.awaitReply().id }
    let secondIDs = try (0..<3).map { _ in try second.awaitReply().id }
    #expect(firstIDs.sorted() == ["first-1", "first-2", "first-3"])
    #expect(secondIDs.sorted() == ["second-1", "second-2", "second-3"])
  }

  @Test func `the kernel says who asks`() throws {
    let context = try Context()
    var server = try RouterSocket(context, bind: endpoint)
    var client = try RequestSocket(context, connect: endpoint)
    try client.awaitSent(Messages.request("who"))
    let caller = try server.awaitRequest().caller
    #expect(caller.credentials == PeerCredentials(uid: getuid(), gid: getgid(), pid: getpid()))
  }

  @Test(
    arguments: [
      ("localhost:0:0:77", PeerCredentials(uid: 0, gid: 0, pid: 77)),
      ("localhost:1000:100:2147483647", PeerCredentials(uid: 1000, gid: 100, pid: .max)),
      ("", nil), ("localhost", nil), ("localhost:1:2", nil), ("localhost:1:2:3:4", nil), ("localhost:-1:2:3", nil),
      ("localhost:1:2:0", nil), ("localhost:1:2:x", nil), ("localhost:4294967296:2:3", nil), ("127.0.0.1", nil),
    ])
  func `only a complete peer address is believed`(text: String, credentials: PeerCredentials?) {
    #expect(PeerCredentials(peerAddress: text) == credentials)
  }

  @Test func `a request to nobody is not kept for somebody`() throws {
    let context = try Context()
    var client = try RequestSocket(context, connect: endpoint)
    for number in 1...10 {
      let left = try client.send(Messages.request("lost-\(number)").encoded())
      #expect(!left)
    }
    var server = try RouterSocket(context, bind: endpoint)
    try client.awaitSent(Messages.request("kept"))
    let request = try server.awaitRequest().request.get()
    #expect(request.id == "kept")
  }

  @Test func `a reply to a client that has gone is dropped and said so`() throws {
    let context = try Context()
    var server = try RouterSocket(context, bind: endpoint)
    let caller: Caller
    do {
      var client = try RequestSocket(context, connect: endpoint)
      try client.awaitSent(Messages.request("gone"))
      caller = try server.awaitRequest().caller
    }
    let reply = try Reply(id: "gone", content: .done).encoded()
    let deadline = patience
    while try server.reply(reply, to: caller) {
      #expect(MonotonicTime.now < deadline)
      if MonotonicTime.now >= deadline { break }
      sched_yield()
    }
    var next = try RequestSocket(context, connect: endpoint)
    try next.awaitSent(Messages.request("next"))
    let request = try server.awaitRequest().request.get()
    #expect(request.id == "next", "the server goes on")
  }

  @Test func `a reply of a mebibyte arrives`() throws {
    let context = try Context()
    var server = try RouterSocket(context, bind: endpoint)
    var client = try RequestSocket(context, connect: endpoint)
    try client.awaitSent(Messages.request("range", .query(.range(from: 1, limit: 10_000))))
    let caller = try server.awaitRequest().caller
    var messages: [Frames] = []
    var bytes = 0
    let frames = try Messages.incident(1, bytes: 1000).encoded()
    while bytes + frames.byteCount <= WireLimits.replyMessages {
      messages.append(frames)
      bytes += frames.byteCount
    }
    let reply = Reply(id: "range", content: .range(messages: messages, lastSequence: 9_999))
    let left = try server.reply(reply.encoded(), to: caller)
    #expect(left)
    let received = try client.awaitReply()
    #expect(received == reply)
  }

  @Test func `waiting for a server that is not there ends in time`() throws {
    var client = try RequestClient(Context(), connect: endpoint)
    let started = MonotonicTime.now
    #expect(throws: BusError.notConnected(endpoint: endpoint.path)) {
      try client.request(Messages.request("r-1"), timeout: 50)
    }
    #expect(MonotonicTime.now >= started.advanced(milliseconds: 50))
    #expect(BusError.notConnected(endpoint: "x").description == "nobody listens at x: is the process running?")
  }

  @Test func `waiting for a silent server ends in time, and its late answer is not taken for the next one's`() throws {
    let server = try Server(endpoint) { request in request.id == "silent" ? [] : [request.id] }
    defer { withExtendedLifetime(server) {} }
    var client = try RequestClient(Context(), connect: endpoint)
    try greet(&client)
    #expect(throws: BusError.timedOut(endpoint: endpoint.path)) {
      try client.request(Messages.request("silent"), timeout: 50)
    }
    #expect(try client.request(Messages.request("r-2"), timeout: 20_000).id == "r-2")

    let late = try Server(directory.endpoint("late")) { request in
      switch request.id {
      case "first": []
      case "second": ["first", "second"]
      default: [request.id]
      }
    }
    defer { withExtendedLifetime(late) {} }
    var other = try RequestClient(Context(), connect: directory.endpoint("late"))
    try greet(&other)
    #expect(throws: BusError.timedOut(endpoint: "\(directory.path)/late")) {
      try other.request(Messages.request("first"), timeout: 50)
    }
    #expect(try other.request(Messages.request("second"), timeout: 20_000).id == "second")
  }

  /// Comes back when the server is reached, however busy the machine is.
  private func greet(_ client: inout RequestClient) throws {
    #expect(try client.request(Messages.request("greeting"), timeout: 20_000).id == "greeting")
  }
}
