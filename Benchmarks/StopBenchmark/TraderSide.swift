import Bus
import Domain
import GridTrading
import ReferenceBot
import Wire

/// The trader's publisher, stop socket and core on one thread.
struct TraderSide: ~Copyable {
  private var publisher: Publisher
  /// Has a context, and so an I/O thread, of its own, as the trader's has.
  private var stops: RouterSocket
  private let calm: Trader
  private var sequence: Int64 = 0
  private(set) var eventsPerSecond = 0.0

  /// Events of a millisecond.
  private static let burst = 10
  /// Milliseconds from one breach to the next.
  private static let spacing = 5

  init(events: Endpoint, stops: Endpoint) throws {
    let speaking = try Publisher(Context(), bind: events, givesNotice: true)
    let listening = try RouterSocket(Context(), bind: stops)
    publisher = speaking
    self.stops = listening
    calm = Trader(profile: Scene.profile, configuration: Scene.profile.defaults, settings: TraderSettings())
  }

  mutating func waitForListener() throws {
    var poller = Poller()
    _ = poller.watch(publisher.handle)
    try poller.wait(until: MonotonicTime.now.advanced(milliseconds: 5000))
    guard case .message(.subscribed) = try publisher.nextNotice() else {
      throw BenchmarkFailure(what: "nobody listens to the trader")
    }
  }

  /// Nanoseconds from each breach to the refusal.
  mutating func measure(breaches: Int) throws -> [Int64] {
    var times: [Int64] = []
    let start = MonotonicTime.now
    var tick = start
    while times.count < breaches {
      for _ in 0..<Self.spacing {
        tick.nanoseconds += 1_000_000
        for _ in 0..<Self.burst { try publish(isBreach: false) }
        while MonotonicTime.now < tick {}
      }
      // In the middle of a millisecond's events, not after them.
      for _ in 0..<Self.burst / 2 { try publish(isBreach: false) }
      let begun = MonotonicTime.now
      try publish(isBreach: true)
      for _ in 0..<Self.burst / 2 { try publish(isBreach: false) }
      times.append(try refuse().nanoseconds - begun.nanoseconds)
      tick = max(tick, MonotonicTime.now)
    }
    eventsPerSecond = Double(sequence) * 1e9 / Double(MonotonicTime.now.nanoseconds - start.nanoseconds)
    return times
  }

  private mutating func publish(isBreach: Bool) throws {
    sequence += 1
    try publisher.publish(
      Scene.envelope(Scene.quotes(sequence, isBreach: isBreach), sequence: sequence).encoded())
  }

  /// Waits for the stop, takes it, and answers it.
  ///
  /// - Returns: when it was taken.
  private mutating func refuse() throws -> MonotonicTime {
    var poller = Poller()
    _ = poller.watch(stops.handle)
    guard try poller.wait(until: MonotonicTime.now.advanced(milliseconds: 2000)),
      case .message((let caller, .success(let request))) = try stops.receiveRequest(),
      case .command(let command) = request.content
    else { throw BenchmarkFailure(what: "no stop came") }
    var core = calm
    _ = core.receive(
      Input(time: Scene.time(sequence), content: .command(id: request.id, command, from: .role(.monitor))))
    guard !core.level.allowsEntries else { throw BenchmarkFailure(what: "the trader goes on trading") }
    let refused = MonotonicTime.now
    try stops.reply(Reply(id: request.id, content: .done).encoded(), to: caller)
    return refused
  }
}
