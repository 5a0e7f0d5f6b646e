import Bus
import Dispatch
import Domain
import Foundation
import Glibc
import ReferenceBot
import Runtime
import Safety
import Synchronization
import Wire

/// The thread behind a `StopDesk`. It alone touches the stop socket.
struct StopClerk: Sendable {
  private let bot: BotName
  private let endpoint: Endpoint
  private let latch: Latch
  private let closing: Bell
  /// Whether the role's lock still stands, so that a lost socket may be bound again.
  private let mayBind: @Sendable () -> Bool
  private let ended = DispatchSemaphore(value: 0)

  init(bot: BotName, endpoint: Endpoint, latch: Latch, mayBind: @escaping @Sendable () -> Bool) throws(BusError) {
    self.bot = bot
    self.endpoint = endpoint
    self.latch = latch
    self.mayBind = mayBind
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
      complain("no stops can be heard any more: \(error)")
      exit(Sysexits.software.rawValue)
    }
  }

  private func serve(_ socket: inout RouterSocket, for desk: StopDesk) throws {
    var poller = Poller()
    _ = poller.watch(socket.handle)
    let end = poller.watch(descriptor: closing.descriptor)
    var bindings = Bindings([BoundSocket(socket.handle, at: endpoint)], of: Role.trader.rawValue)
    var look = LoopTimer(every: 250)
    // Acknowledged and not in the latch yet; folded, so that a flood writes no file for each of its stops.
    var unwritten = Trips()
    while !poller.isReady(end) {
      if look.isDue(MonotonicTime.now.milliseconds) { bindings.renew(where: mayBind) }
      try poller.wait(until: unwritten.all.isEmpty ? MonotonicTime(milliseconds: look.next) : .now)
      try answer(on: &socket, for: desk, noting: &unwritten)
      // The answers come first: however slow the disk is, nobody waits for it longer than for one file.
      writeHighest(of: &unwritten)
    }
    while !unwritten.all.isEmpty { writeHighest(of: &unwritten) }
  }

  /// Requests that are answered between two files of the latch: the socket gives one of each client in turn.
  private static let batch = 64

  private func answer(
    on socket: inout RouterSocket, for desk: StopDesk, noting unwritten: inout Trips
  ) throws {
    for _ in 0..<Self.batch {
      switch try socket.receiveRequest() {
      case .nothing: return
      case .skipped: break
      case .message(let (caller, request)):
        if let trip = try answer(request, caller, on: &socket, for: desk) { _ = unwritten.add(trip) }
      }
    }
  }

  private func writeHighest(of unwritten: inout Trips) {
    guard let trip = unwritten.takeHighest() else { return }
    latch.recordOrComplain(trip, of: .trader)
  }

  /// - Returns: the stop that was acknowledged.
  private func answer(
    _ received: Result<Request, WireError>, _ caller: Caller, on socket: inout RouterSocket, for desk: StopDesk
  ) throws -> Trip? {
    func reply(_ content: Reply.Content, id: String) throws -> Trip? {
      try socket.reply(Reply(id: id, content: content).encoded(), to: caller)
      return nil
    }
    let request: Request
    switch received {
    case .success(let read): request = read
    case .failure(let error): return try reply(.error("\(error)"), id: "")
    }
    guard request.bot == bot else { return try reply(.error("this stack's bot is \(bot)"), id: request.id) }
    guard case .command(.stop(var trip)) = request.content else {
      return try reply(.refused(.malformed("the stop socket takes stops only")), id: request.id)
    }
    guard caller.credentials.uid == getuid() else {
      desk.refuse(user: caller.credentials.uid)
      return try reply(.refused(.notAuthorised("another user")), id: request.id)
    }
    // Repeats are counted here and not taken from the sender.
    if !trip.isSummary { trip.repeats = 0 }
    desk.take(trip)
    _ = try reply(.done, id: request.id)
    return trip
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
