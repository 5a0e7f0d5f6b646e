import Bus
import Domain
import Foundation
import Glibc
import Runtime
import Safety
import Stack
import StopOnly
import TraderRuntime
import Wire

/// The trader where it cannot run: `StopOnly` between the latch, the stop and request sockets and the venue's list.
///
/// It reads no journal, no stored command, no checkpoint and no manifest: what ended the trader may lie in any of them.
/// A socket that cannot be bound is logged and done without: latch and list need none.
final class StopOnlyProcess {
  private let bot: BotName
  private let isNamed: Bool
  private let directory: StateDirectory
  private let lock: RoleLock
  private let latch: Latch
  private let watch: LatchWatch
  private let venue: StopOnlyVenue
  private var core: StopOnly
  private var readiness: Readiness
  private var links: Links?
  private var stops: StopDesk?
  private var timers = StopOnlyTimers()
  private var transient: Int64 = 0
  private var alarm: Incident?
  /// What is wrong with the state directory.
  private var incomplete: String?

  /// - Parameter bot: `nil` where nothing says whose positions they are.
  init(_ options: ProcessOptions, bot: BotName?, policy: FlattenPolicy) throws {
    isNamed = bot != nil
    self.bot = try bot ?? Self.usualBot()
    directory = StateDirectory(path: options.dir)
    // Of what may be missing here only the lock is needed; a latch that is missing is a halt.
    do { try directory.prepare() } catch { incomplete = "\(error)" }
    lock = try RoleLock.acquire(.trader, in: directory)
    latch = directory.latchWithReserve
    watch = LatchWatch(latch)
    venue = StopOnlyVenue(directory, bot: bot?.text)
    core = StopOnly(policy: policy)
    readiness = Readiness(descriptor: options.notifyDescriptor, environment: ProcessInfo.processInfo.environment)
  }

  private static func usualBot() throws -> BotName {
    let name = StackSettings().bot
    guard let bot = BotName(name) else { throw StartError.badBotName(name) }
    return bot
  }

  func run() throws {
    say("stop-only, flatten \(core.policy.rawValue): the trader cannot live; `sotano up` starts it anew after a check")
    if access(directory.venueDoubt, F_OK) == 0 {
      say("the venue's list lacks what was acknowledged, so something may be open: see \(directory.venueDoubt)")
    }
    if !isNamed { say("run/bot is gone or empty, so that whatever the venue has open is closed") }
    if let incomplete { say("goes on all the same: \(incomplete)") }
    if let error = bind() { say("no sockets, the latch and the venue's list alone: \(error)") }
    readiness.ready()
    while !Signals.isEnding {
      let now = MonotonicTime.now.milliseconds
      takeStops(now)
      if timers.latch.isDue(now) { handle(core.receive(.latch(watch.check().trips), now: now)) }
      if timers.venue.isDue(now) {
        handle(core.receive(.looked(venue.look()), now: now))
        // Every tenth of a second until it is flat, then once a second: what comes later is closed too.
        timers.venue.hasten(core.flatness == .verifiedFlat ? 1_000 : 100, now: now)
      }
      readRequests(now)
      try tick(now)
      wait(until: timers.next)
    }
    readiness.stopping()
    stops?.close()
    takeStops(MonotonicTime.now.milliseconds)
  }

  // MARK: In

  /// Binds what is not bound yet.
  private func bind() -> (any Error)? {
    guard links == nil else { return nil }
    do {
      if stops == nil {
        stops = try StopDesk(
          bot, at: Endpoint(path: directory.socket(.stop, of: .trader)), latch: latch,
          mayBind: { [lock] in lock.stillStands })
      }
      let links = try Links(.trader, in: directory, sources: [], beats: [])
      if let stops { _ = links.watch(descriptor: stops.descriptor) }
      self.links = links
      return nil
    } catch {
      return error
    }
  }

  private func wait(until instant: Int64) {
    if let links, (try? links.wait(until: instant)) != nil { return }
    usleep(10_000)
  }

  private func takeStops(_ now: Int64) {
    guard let news = stops?.collect() else { return }
    for trip in news.trips { handle(core.receive(.stop(trip), now: now)) }
    for remark in news.remarks { say(remark) }
  }

  private func readRequests(_ now: Int64) {
    guard let links else { return }
    do {
      try links.receivePublished { _ in }
      let budget = TurnBudget(from: MonotonicTime.now.milliseconds)
      try links.takeInRequests()
      while budget.allows(at: MonotonicTime.now.milliseconds), let incoming = links.nextRequest() {
        try links.reply(incoming, answer(incoming, now))
        // A stop is acknowledged when it holds in memory; then it is stored.
        if case .command(.stop(let trip)) = incoming.request.content, incoming.userID == getuid() { record(trip) }
      }
    } catch {
      say("a request could not be answered: \(error)")
    }
  }

  private func answer(_ incoming: Links.Incoming, _ now: Int64) -> Reply.Content {
    let request = incoming.request
    guard request.bot == bot || !isNamed else { return .error("this stack's bot is \(bot), not \(request.bot)") }
    guard incoming.userID == getuid() else { return .refused(.notAuthorised("another user")) }
    switch request.content {
    case .query(.status): return .status(beat)
    case .query(.snapshot):
      let position = StreamPosition(epoch: 0, durableSequence: 0, transientSequence: transient)
      let events: [Event] = [.safety(core.report)] + (alarm.map { [.incident($0)] } ?? [])
      return .snapshot(position: position, messages: events.compactMap(frames))
    case .query(.trips(let from, let limit)):
      let trips = core.report.trips
      return .trips(Array(trips.dropFirst(from).prefix(limit)), count: trips.count)
    case .query(.range): return .error("the trader only stops now: its stream is not read")
    case .command(.stop(let trip)):
      handle(core.receive(.stop(trip), now: now))
      return .done
    case .command:
      let what =
        "the trader only stops now and takes no such request; mend what ended it, see alarms and logs/trader in "
        + "the state directory, and call `sotano up`"
      // A process keeps a request that is only refused for now, and retries it.
      return .refused(request.person == nil ? .unavailable(what) : .notAuthorised(what))
    }
  }

  private func record(_ trip: Trip) {
    do { try latch.record(trip) } catch { say("the latch could not be written: \(error)") }
  }

  // MARK: Out

  private func handle(_ effects: [StopOnly.Effect]) {
    for effect in effects {
      switch effect {
      case .close(let ids): say(venue.close(ids))
      case .report(let report):
        if report.flatness == .verifiedFlat { say("verified flat") }
        publish(.safety(report))
      case .alarm(let text):
        let incident = Incident(kind: .notFlat, detail: text)
        alarm = incident
        say("NOT_FLAT: \(text)")
        publish(.incident(incident))
        Alarms(directory).add("trader NOT_FLAT: \(text)")
      }
    }
  }

  private func tick(_ now: Int64) throws {
    guard timers.beat.isDue(now) else { return }
    readiness.beat()
    publish(.beat(beat))
    // A late subscriber has missed it.
    if timers.report.isDue(now) {
      _ = bind()
      publish(.safety(core.report))
    }
    guard lock.stillStands else { throw StartError.lock(.taken(role: .trader, by: nil)) }
    links?.renewBindings { lock.stillStands }
  }

  private var beat: Beat {
    Beat(
      role: .trader, epoch: 0, headSequence: 0, level: core.level, build: Build.identity,
      configurationHash: [UInt8](repeating: 0, count: 32), isStopOnly: true)
  }

  private func publish(_ event: Event) { publish(.event(event)) }

  private func publish(_ payload: Envelope.Payload) {
    guard let links, let frames = frames(payload) else { return }
    try? links.publish(frames)
  }

  private func frames(_ event: Event) -> Frames? { frames(.event(event)) }

  /// A message outside any stream: stop-only mode has none. A foreign file's name that cannot be encoded must not keep
  /// the rest from being published.
  private func frames(_ payload: Envelope.Payload) -> Frames? {
    transient += 1
    let header = Header(
      bot: bot, symbol: nil, sender: .trader, epoch: 0, sequence: transient, isDurable: false, time: .origin,
      sentAt: Int64(Date().timeIntervalSince1970 * 1000))
    if let frames = try? Envelope(header: header, payload: payload).encoded() { return frames }
    guard case .event(.safety(var report)) = payload else { return nil }
    report.trips.removeAll {
      (try? Request(bot: bot, id: $0.id, deadline: 0, content: .query(.status)).encoded()) == nil
    }
    return try? Envelope(header: header, payload: .event(.safety(report))).encoded()
  }

  private func say(_ text: String) {
    // Not by `FileHandle`, which ends the process where the log takes nothing more.
    let line = Array("trader: \(text)\n".utf8)
    _ = write(STDERR_FILENO, line, line.count)
  }
}

/// When the stop-only loop must turn although nothing has arrived.
private struct StopOnlyTimers {
  var latch = LoopTimer(every: 10)
  var venue = VenueTimer()
  var beat = LoopTimer(every: 250)
  var report = LoopTimer(every: 1_000)

  var next: Int64 { min(latch.next, venue.next, beat.next) }

  struct VenueTimer {
    private(set) var next: Int64 = 0

    func isDue(_ now: Int64) -> Bool { now >= next }

    mutating func hasten(_ period: Int64, now: Int64) { next = now + period }
  }
}
