import Bus
import Domain
import RealTimeMonitor
import Wire

/// The monitor's subscription, core and stop client on one thread.
struct MonitorSide: ~Copyable {
  private var subscriber: Subscriber
  private var stops: RequestSocket
  private var core: RealTimeMonitor
  /// As it was before any breach, to be that again after each.
  private let calm: RealTimeMonitor

  init(events: Endpoint, stops: Endpoint) throws {
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
      guard case .send(let id, let command) = effect else { continue }
      let request = Request(bot: Scene.bot, id: id, deadline: .max, content: .command(command))
      guard try stops.send(request.encoded()) else { throw BenchmarkFailure(what: "the stop was not sent") }
      core = calm
      // One breach breaks several limits, and one stop is what is measured.
      return
    }
  }
}
