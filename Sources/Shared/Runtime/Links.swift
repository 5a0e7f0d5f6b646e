package import Bus
package import Domain
package import Safety
package import Wire

/// The sockets of one process, owned by its main thread; the trader has one more, see `StopDesk`.
package final class Links {
  /// A request and the way back to its sender.
  package struct Incoming {
    package var request: Request
    var caller: Caller
    /// Of the encoded request.
    var bytes: Int

    package var userID: UInt32 { caller.credentials.uid }
    package var processID: Int32 { caller.credentials.pid }
  }

  /// The asynchronous client of one other process.
  private final class Peer {
    let role: Role
    var socket: RequestSocket
    /// Watched only while a reply is due: every watched socket costs two system calls a turn.
    var token: Poller.Token?

    init(_ role: Role, _ context: Context, _ directory: StateDirectory) throws(BusError) {
      self.role = role
      socket = try RequestSocket(context, connect: Endpoint(path: directory.socket(.request, of: role)))
    }
  }

  /// The sender of a request as the kernel names it: all connections of a process are one peer.
  private struct PeerID: Hashable {
    var user: UInt32
    var process: Int32
  }

  let context: Context
  private let publisher: Publisher
  private var router: RouterSocket
  /// Requests that have been read and wait for their turn.
  private var requests = RequestQueue<PeerID, Incoming>()
  private let clock: () -> Int64
  var subscriber: Subscriber
  private var peers: [Peer] = []
  var poller = Poller()
  var bindings: Bindings
  /// The socket for stops that are not sent with the other requests; see `openStopLine`.
  var stopLine: StopLine?
  private let subscriberToken: Poller.Token
  private let routerToken: Poller.Token
  /// Messages that could not be decoded, for the metrics of the process.
  package private(set) var unreadable = 0

  /// Binds this process's sockets and connects to the others'. The role's lock must be held.
  ///
  /// - Parameters:
  ///   - sources: the processes whose streams are heard, each whole: without one of its topics it would have gaps.
  ///   - beats: the processes whose beats are heard. In lockstep each minute brings a beat of every process, and one
  ///     that hears only those it waits for wakes up half as often.
  package init(
    _ role: Role, in directory: StateDirectory, sources: [Role], beats: [Role],
    clock: @escaping () -> Int64 = { MonotonicTime.now.milliseconds }
  ) throws(BusError) {
    self.clock = clock
    let context = try Context()
    self.context = context
    let published = try Endpoint(path: directory.socket(.publish, of: role))
    let requested = try Endpoint(path: directory.socket(.request, of: role))
    publisher = try Publisher(context, bind: published)
    router = try RouterSocket(context, bind: requested)
    bindings = Bindings(
      [BoundSocket(publisher.handle, at: published), BoundSocket(router.handle, at: requested)], of: role.rawValue)
    let others = Role.allCases.filter { $0 != role }
    subscriber = try Subscriber(context, connect: Endpoint(path: directory.socket(.publish, of: others[0])))
    for other in others.dropFirst() {
      try subscriber.connect(Endpoint(path: directory.socket(.publish, of: other)))
    }
    for beat in beats { try subscriber.subscribe(TopicPattern(Topic(beatOf: beat))) }
    let heard = EventKind.allCases.filter { $0.isDurable && sources.contains($0.speaker) }
    for word in Set(heard.map(\.row.topicWord)) {
      guard let pattern = TopicPattern("\(word).*") else { preconditionFailure("\(word) is a topic's word") }
      try subscriber.subscribe(pattern)
    }
    subscriberToken = poller.watch(subscriber.handle)
    routerToken = poller.watch(router.handle)
    for other in others { peers.append(try Peer(other, context, directory)) }
  }

  /// Adds a file descriptor that ends a wait; `isReady` tells whether it did.
  package func watch(descriptor: Int32) -> Poller.Token {
    poller.watch(descriptor: descriptor)
  }

  package func isReady(_ token: Poller.Token) -> Bool {
    poller.isReady(token)
  }

  /// Waits until something has come, or the monotonic instant (milliseconds). Where requests wait, only looks.
  package func wait(until deadline: Int64) throws(BusError) {
    try poller.wait(until: MonotonicTime(milliseconds: requests.isEmpty ? deadline : 0))
  }

  package func publish(_ frames: Frames) throws(BusError) {
    try publisher.publish(frames)
  }

  // A socket is touched only where the last wait found something: each look costs libzmq two system calls.

  package func receivePublished(_ handle: (Envelope) throws -> Void) throws {
    guard poller.isReady(subscriberToken) else { return }
    let budget = TurnBudget(from: clock(), milliseconds: TurnBudget.bus)
    repeat {
      switch try subscriber.receiveEnvelope() {
      case .nothing: return
      case .skipped, .message(.failure): unreadable += 1
      case .message(.success(let envelope)): try handle(envelope)
      }
    } while budget.allows(at: clock())
  }

  // MARK: Requests

  /// Reads requests into their queues, for a few milliseconds at most, and refuses those for which there is no room.
  package func takeInRequests() throws {
    guard poller.isReady(routerToken) else { return }
    let budget = TurnBudget(from: clock(), milliseconds: TurnBudget.intake)
    repeat {
      let reception = try router.receive { (caller, bytes) -> (Caller, Int, Result<Request, WireError>) in
        do throws(WireError) {
          return (caller, bytes.byteCount, .success(try Request.decode(bytes)))
        } catch {
          return (caller, bytes.byteCount, .failure(error))
        }
      }
      switch reception {
      case .nothing: return
      case .skipped: unreadable += 1
      case .message(let (caller, bytes, .success(request))):
        let incoming = Incoming(request: request, caller: caller, bytes: bytes)
        if let refused = requests.add(incoming, from: peer(of: incoming), bytes: bytes) {
          try reply(
            refused.item, .refused(.busy(queued: Int64(refused.queued), limit: Int64(refused.limit))))
        }
      case .message(let (caller, _, .failure(error))):
        unreadable += 1
        try router.reply(Reply(id: "", content: .error("\(error)")).encoded(), to: caller)
      }
    } while budget.allows(at: clock())
  }

  /// The next request in turn, fair by peer.
  package func nextRequest() -> Incoming? {
    requests.next()?.item
  }

  /// Puts back a request that was not answered yet.
  package func putBack(_ incoming: Incoming) {
    requests.putBack(incoming, of: peer(of: incoming), bytes: incoming.bytes)
  }

  private func peer(of incoming: Incoming) -> PeerID {
    PeerID(user: incoming.userID, process: incoming.processID)
  }

  package func reply(_ incoming: Incoming, _ content: Reply.Content) throws {
    let bytes = try Reply(id: incoming.request.id, content: content).encoded()
    try router.reply(bytes, to: incoming.caller)
  }

  /// Sends without waiting; the caller keeps what does not leave and resends it.
  package func send(_ request: Request, to role: Role) throws {
    guard let peer = peers.first(where: { $0.role == role }) else { return }
    if try peer.socket.send(request.encoded()), peer.token == nil { peer.token = poller.watch(peer.socket.handle) }
  }

  /// - Parameter isAwaiting: asked afterwards whether a peer still owes a reply.
  package func receiveReplies(_ handle: (Role, Reply) throws -> Void, isAwaiting: (Role) -> Bool) throws {
    for peer in peers {
      guard let token = peer.token, poller.isReady(token) else { continue }
      let budget = TurnBudget(from: clock(), milliseconds: TurnBudget.bus)
      var isOpen = true
      repeat {
        switch try peer.socket.receiveReply() {
        case .nothing: isOpen = false
        case .skipped, .message(.failure): unreadable += 1
        case .message(.success(let reply)): try handle(peer.role, reply)
        }
      } while isOpen && budget.allows(at: clock())
      if !isOpen, !isAwaiting(peer.role) {
        poller.stopWatching(token)
        peer.token = nil
      }
    }
  }
}
