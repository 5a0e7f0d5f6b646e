import Bus
import Dispatch
import Domain
import Foundation
import Glibc
import Safety
import Synchronization
import Wire

/// The thread behind a `StopDesk`. It alone touches the stop socket.
struct StopClerk: Sendable {
  private let bot: BotName
  private let endpoint: Endpoint
  private let latch: Latch
  private let closing: Bell
  private let ended = DispatchSemaphore(value: 0)

  init(bot: BotName, endpoint: Endpoint, latch: Latch) throws(BusError) {
    self.bot = bot
    self.endpoint = endpoint
    self.latch = latch
    closing = try Bell()
  }

  /// Returns when the socket is bound.
  func start(for desk: StopDesk) throws(BusError) {
    let start = Start()
    let thread = Thread { [self] in
      Self.hideFromSignals()
      PromptThread.become()
      do {
        var socket = try RouterSocket(Context(), bind: endpoint)
        start.succeed()
        try serve(&socket, for: desk)
      } catch let error as BusError where !start.hasSucceeded {
        start.fail(error)
      } catch {
        FileHandle.standardError.write(Data("no stops can be heard any more: \(error)\n".utf8))
        exit(Sysexits.software.rawValue)
      }
      ended.signal()
    }
    thread.name = "stops"
    thread.start()
    try start.wait()
  }

  func stop() {
    closing.ring()
    ended.wait()
  }

  /// Signals are for the thread that looks at their flag.
  private static func hideFromSignals() {
    var all = sigset_t()
    sigfillset(&all)
    pthread_sigmask(SIG_BLOCK, &all, nil)
  }

  private func serve(_ socket: inout RouterSocket, for desk: StopDesk) throws {
    var poller = Poller()
    _ = poller.watch(socket.handle)
    let end = poller.watch(descriptor: closing.descriptor)
    while !poller.isReady(end) {
      try poller.wait(until: nil)
      while try answerNext(on: &socket, for: desk) {}
    }
  }

  /// - Returns: whether there was anything.
  private func answerNext(on socket: inout RouterSocket, for desk: StopDesk) throws -> Bool {
    switch try socket.receiveRequest() {
    case .nothing: return false
    case .skipped: break
    case .message(let (caller, request)): try answer(request, caller, on: &socket, for: desk)
    }
    return true
  }

  private func answer(
    _ received: Result<Request, WireError>, _ caller: Caller, on socket: inout RouterSocket, for desk: StopDesk
  ) throws {
    func reply(_ content: Reply.Content, id: String) throws {
      try socket.reply(Reply(id: id, content: content).encoded(), to: caller)
    }
    guard case .success(let request) = received else {
      return try reply(.error("not a request of this contract"), id: "")
    }
    guard request.bot == bot else { return try reply(.error("this stack's bot is \(bot)"), id: request.id) }
    guard case .command(.stop(let trip)) = request.content else {
      return try reply(.refused(.malformed("the stop socket takes stops only")), id: request.id)
    }
    guard caller.credentials.uid == getuid() else {
      desk.remark("a stop by user \(caller.credentials.uid) was refused")
      return try reply(.refused(.notAuthorised("another user")), id: request.id)
    }
    desk.take(trip)
    try reply(.done, id: request.id)
    latch.recordOrComplain(trip, of: .trader)
  }

  /// Whether the socket could be bound, for the thread that waits to know.
  private final class Start: Sendable {
    private let outcome = Mutex<Result<Void, BusError>?>(nil)
    private let known = DispatchSemaphore(value: 0)

    var hasSucceeded: Bool { outcome.withLock { if case .success = $0 { true } else { false } } }

    func succeed() {
      outcome.withLock { $0 = .success(()) }
      known.signal()
    }

    func fail(_ error: BusError) {
      outcome.withLock { $0 = .failure(error) }
      known.signal()
    }

    func wait() throws(BusError) {
      known.wait()
      if case .failure(let error) = outcome.withLock({ $0 }) { throw error }
    }
  }
}
