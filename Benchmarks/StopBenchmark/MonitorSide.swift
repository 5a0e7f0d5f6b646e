import Bus
import Domain
import Journal
import RealTimeMonitor
import Runtime
import Safety
import Wire

/// The monitor's subscription, core, journal and stop client on one thread, in the order of `CoreLoop`: the stop is in the
/// outbox before it is sent, and in the latch right after.
struct MonitorSide: ~Copyable {
  private var subscriber: Subscriber
  private var stops: RequestSocket
  private var core: RealTimeMonitor
  /// As it was before any breach, to be that again after each.
  private let calm: RealTimeMonitor
  private let journal: Journal
  private let latch: Latch
  private var breaches = 0

  init(events: Endpoint, stops: Endpoint, latch: Latch, journal path: String) throws {
    let kept = try Journal.open(path: path, role: Role.monitor.rawValue, freeSpace: { false })
    let context = try Context()
    let asking = try RequestSocket(context, connect: stops)
    var connection = Poller()
    _ = connection.watch(asking.handle, for: .writable)
    guard try connection.wait(until: MonotonicTime.now.advanced(milliseconds: 5000)) else {
      throw BenchmarkFailure(what: "nobody takes stops")
    }
    // Last, since the trader begins when it is heard.
    var listening = try Subscriber(context, connect: events)
    try listening.subscribe(.everything)
    var core = RealTimeMonitor(profile: Scene.profile, settings: MonitorSettings())
    let begun = Scene.time(0)
    let configuration = ConfigurationApplied(
      version: .first, configuration: Scene.profile.defaults, approved: Scene.profile.defaults, change: nil)
    let events: [Event] = [
      .configurationApplied(configuration), .safety(SafetyReport(level: .active, trips: [], flatness: .notRequired)),
      Scene.quotes(0, isBreach: false), .tradeOpened(Scene.trade), .account(Scene.account), .minute(1),
    ]
    for event in events { _ = core.receive(Input(time: begun, content: .event(event))) }
    self.latch = latch
    journal = kept
    subscriber = listening
    self.stops = asking
    self.core = core
    calm = core
  }

  /// Until nothing has come for two seconds.
  mutating func run() throws {
    var poller = Poller()
    let published = poller.watch(subscriber.handle)
    let replies = poller.watch(stops.handle)
    while true {
      guard try poller.wait(until: MonotonicTime.now.advanced(milliseconds: 2000)) else { return }
      drain: while poller.isReady(published) {
        switch try subscriber.receiveEnvelope() {
        case .nothing: break drain
        case .message(.success(let envelope)): try hear(envelope)
        case .skipped, .message(.failure): throw BenchmarkFailure(what: "an unreadable event")
        }
      }
      if poller.isReady(replies) { _ = try stops.receiveReply() }
    }
  }

  private mutating func hear(_ envelope: Envelope) throws {
    guard case .event(let event) = envelope.payload else { return }
    for effect in core.receive(Input(time: envelope.header.time, content: .event(event))) {
      guard case .send(_, let command) = effect, case .stop(let trip) = command else { continue }
      breaches += 1
      let id = "monitor-\(breaches)"
      let stored = try canonicalJSON(command)
      try journal.turn { (turn) throws(JournalError) in
        _ = try turn.enqueue(id: id, recipient: Role.trader.rawValue, payload: stored)
      }
      let request = Request(bot: Scene.bot, id: id, deadline: .max, content: .command(command))
      guard try stops.send(request.encoded()) else { throw BenchmarkFailure(what: "the stop was not sent") }
      try latch.record(trip)
      core = calm
      // One breach breaks several limits, and one stop is what is measured.
      return
    }
  }
}
