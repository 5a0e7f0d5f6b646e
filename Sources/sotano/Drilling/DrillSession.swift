import Bus
import Domain
import Foundation
import Journal
import Runtime
import Safety
import Wire

/// Stops one stack, listens to what comes of it, and lets it go on.
final class DrillSession {
  private let client: StackClient
  private let path: DrillPath
  private let latch: Latch
  private var stop: RequestClient
  private var operate: RequestClient
  private var subscriber: Subscriber
  private var poller = Poller()
  private var venue: DrillVenue
  private var open = 0
  private var first: Int64?
  private var last: Int64 = 0

  /// Events of the trader's stream since the session's first. They are counted by their numbers: a measurement should
  /// not be a part of the load.
  var events: Int64 { first.map { last - $0 } ?? 0 }

  /// How long each part may take before the rehearsal has failed, in milliseconds.
  private static let patience: Int64 = 20_000

  init(_ client: StackClient, path: DrillPath) throws {
    self.client = client
    self.path = path
    let directory = client.directory
    latch = directory.latchWithReserve
    venue = DrillVenue(path: "\(directory.path)/venue.jsonl")
    PromptThread.become()
    let context = try Context()
    stop = try RequestClient(context, connect: Endpoint(path: directory.socket(.stop, of: .trader)))
    operate = try RequestClient(context, connect: Endpoint(path: directory.socket(.request, of: .trader)))
    subscriber = try Subscriber(context, connect: Endpoint(path: directory.socket(.publish, of: .trader)))
    for pattern in ["trade.*", "safety.*"].compactMap(TopicPattern.init(_:)) { try subscriber.subscribe(pattern) }
    _ = poller.watch(subscriber.handle)
    // The positions that are open already; what follows is counted from the bus.
    for envelope in client.latest(of: .trader, timeout: Self.patience) {
      if case .event(.account(let account)) = envelope.payload { open = account.openTrades }
    }
  }

  /// One rehearsal, from an open position to the bot trading again.
  func rehearse(_ number: Int) throws -> DrillTimes {
    try listen("an open position") { _, open in open > 0 }
    let trip = Trip(
      id: "drill-\(getpid())-\(number)", level: .halted, reason: "a rehearsal", source: NSUserName(),
      time: wallClockMilliseconds())
    let positions = open
    let asked = MonotonicTime.now.nanoseconds
    if path != .command { try latch.record(trip) }
    let latched = MonotonicTime.now.nanoseconds
    if path != .latch { try command(trip) }
    let refused = path == .command ? MonotonicTime.now.nanoseconds : latched
    let said = try listen("the stop on the bus") { report, _ in
      report?.trips.contains { $0.id == trip.id } ?? false
    }
    let flat = try listen("verified flat") { report, _ in report?.flatness == .verifiedFlat }
    let orders = try venue.orders(lookedAfter: refused)
    try rearm(trip)
    try listen("trading to go on") { report, _ in report.map { $0.level < .halted } ?? false }
    open = 0
    _ = try venue.orders(lookedAfter: .max)
    return DrillTimes(
      refused: refused - asked, state: max(0, said - refused), flat: flat - asked, positionsOpen: positions,
      ordersAfterStop: orders)
  }

  private func command(_ trip: Trip) throws {
    switch try ask(.command(.stop(trip)), stopSocket: true) {
    case .done, .received: return
    case let other: throw Failure(.unavailable, "the trader did not take the stop: \(other)")
    }
  }

  private func rearm(_ trip: Trip) throws {
    switch try ask(.command(.rearm(trip: trip.id, reason: "the rehearsal is over")), stopSocket: false) {
    case .done, .received: return
    case .refused(let refusal): throw Failure(refusal)
    case let other: throw Failure(.unavailable, "the trader did not re-arm: \(other)")
    }
  }

  private func ask(_ content: Request.Content, stopSocket: Bool) throws -> Reply.Content {
    let request = Request(
      bot: client.bot, id: StackClient.uniqueID(), deadline: MonotonicTime.now.milliseconds + Self.patience,
      person: NSUserName(), content: content)
    return stopSocket
      ? try stop.request(request, timeout: Self.patience).content
      : try operate.request(request, timeout: Self.patience).content
  }

  /// Reads the bus until `holds`; asked after every message, with the safety report where it is one and the number of
  /// open positions.
  ///
  /// - Returns: when that was, monotonic nanoseconds.
  @discardableResult
  private func listen(_ what: String, _ holds: (SafetyReport?, Int) -> Bool) throws -> Int64 {
    let end = MonotonicTime.now.advanced(milliseconds: Self.patience)
    while true {
      switch try subscriber.receiveEnvelope() {
      case .message(.success(let envelope)):
        first = first ?? envelope.header.sequence
        last = envelope.header.sequence
        var report: SafetyReport?
        switch envelope.payload {
        case .event(.tradeOpened): open += 1
        case .event(.tradeClosed): open -= 1
        case .event(.safety(let safety)): report = safety
        default: break
        }
        if holds(report, open) { return MonotonicTime.now.nanoseconds }
      case .message(.failure), .skipped: break
      case .nothing:
        guard MonotonicTime.now < end else {
          throw Failure(.temporaryFailure, "\(what) did not come within \(Self.patience / 1000) s")
        }
        try poller.wait(until: end)
      }
    }
  }
}
