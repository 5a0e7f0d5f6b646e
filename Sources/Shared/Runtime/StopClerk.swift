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
    let binding = Binding()
    let thread = Thread { [self] in
      Self.hideFromSignals()
      PromptThread.become()
      serve(desk, binding)
      ended.signal()
    }
    thread.name = "stops"
    thread.start()
    try binding.wait()
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

  private func serve(_ desk: StopDesk, _ binding: Binding) {
    var socket: RouterSocket
    do throws(BusError) {
      socket = try RouterSocket(Context(), bind: endpoint)
    } catch {
      return binding.end(error)
    }
    binding.end(nil)
    do {
      try serve(&socket, for: desk)
    } catch {
      FileHandle.standardError.write(Data("no stops can be heard any more: \(error)\n".utf8))
      exit(Sysexits.software.rawValue)
    }
  }

  private func serve(_ socket: inout RouterSocket, for desk: StopDesk) throws {
    var poller = Poller()
    _ = poller.watch(socket.handle)
    let end = poller.watch(descriptor: closing.descriptor)
    // One request a look, so that no flood hides the end.
    while !poller.isReady(end) {
      try poller.wait(until: nil)
      if case .message(let (caller, request)) = try socket.receiveRequest() {
        try answer(request, caller, on: &socket, for: desk)
      }
    }
  }

  private func answer(
    _ received: Result<Request, WireError>, _ caller: Caller, on socket: inout RouterSocket, for desk: StopDesk
  ) throws {
    func reply(_ content: Reply.Content, id: String) throws {
      try socket.reply(Reply(id: id, content: content).encoded(), to: caller)
    }
    let request: Request
    switch received {
    case .success(let read): request = read
    case .failure(let error): return try reply(.error("\(error)"), id: "")
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

  /// How the binding of the socket ended, for the thread that waits to know.
  private final class Binding: Sendable {
    private let failure = Mutex<BusError?>(nil)
    private let ended = DispatchSemaphore(value: 0)

    func end(_ error: BusError?) {
      failure.withLock { $0 = error }
      ended.signal()
    }

    func wait() throws(BusError) {
      ended.wait()
      if let error = failure.withLock({ $0 }) { throw error }
    }
  }
}
