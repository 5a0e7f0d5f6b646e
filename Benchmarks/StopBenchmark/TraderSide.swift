import Bus
import Domain
import GridTrading
import ReferenceBot
import Runtime
import Safety
import TraderRuntime
import Wire

/// The trader's publisher and core on one thread, and beside it the one that the product answers stops on.
struct TraderSide: ~Copyable {
  private var publisher: Publisher
  private let desk: StopDesk
  private let calm: Trader
  private var sequence: Int64 = 0
  private(set) var eventsPerSecond = 0.0

  /// Events of a millisecond.
  private static let burst = 10
  /// Milliseconds from one breach to the next.
  private static let spacing = 5

  init(events: Endpoint, stops: Endpoint, latch: Latch) throws {
    let speaking = try Publisher(Context(), bind: events, givesNotice: true)
    let listening = try StopDesk(Scene.bot, at: stops, latch: latch)
    publisher = speaking
    desk = listening
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

  /// Waits for the stop, which the desk answers by itself, and takes it.
  ///
  /// - Returns: when it was taken.
  private mutating func refuse() throws -> MonotonicTime {
    var poller = Poller()
    _ = poller.watch(descriptor: desk.descriptor)
    guard try poller.wait(until: MonotonicTime.now.advanced(milliseconds: 2000)),
      let trip = desk.collect().trips.first
    else { throw BenchmarkFailure(what: "no stop came") }
    var core = calm
    _ = core.take(trip)
    guard !core.level.allowsEntries else { throw BenchmarkFailure(what: "the trader goes on trading") }
    return MonotonicTime.now
  }
}
