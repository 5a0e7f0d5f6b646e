import Domain
import GridTrading
import ReferenceBot
import Runtime
import StopOnly
import TraderRuntime
import Wire

/// The trader's world in the simulation: stream log and journal, venue and latch.
final class TraderPort: SimulatedPort<TraderDisk>, TraderSurroundings {
  let venue: SimulatedVenue
  /// Whether the turn that is being stored is one that recovery replays from the log.
  private(set) var isQuiet = false
  private var latchAtStart: [Trip] = []
  private var latchLately: [Trip] = []
  private var firstSeen: [String: Trip] = [:]
  private var everyStop: [Trip] = []

  init(
    _ condition: Condition, latch: SimulatedLatch, venue: SimulatedVenue, judge: Judge, bug: PlantedBug?
  ) {
    self.venue = venue
    super.init(.trader, TraderDisk(bug: bug), condition, latch: latch, judge: judge, bug: bug)
  }

  func open() {
    disk.open()
    forget()
    latchAtStart = latch.trips
    latchLately = latch.trips
  }

  func lookNow() {
    latchLately = latch.trips
  }

  func store(_ turn: Turn<TraderState>) throws -> [ToldEvent] {
    let told = turn.published.map { ToldEvent(item: $0, time: turn.time) }
    let durable = told.filter { $0.sequence > 0 }
    for item in turn.published { try encode(item, at: turn.time) }
    if bug == .effectsPublishedBeforeCommit, !durable.isEmpty {
      tell(durable)
    }
    try condition.demandSpace()
    try condition.reach(.beforeStore)
    isQuiet = !durable.contains { $0.event.isJournalled }
    for (place, event) in durable.enumerated() { disk.append(event, beginsTurn: place == 0) }
    guard turn.checkpoint != nil else {
      disk.synchronise()
      return bug == .effectsPublishedBeforeCommit ? [] : told
    }
    disk.synchronise()
    tellVenue(turn)
    try condition.reach(.beforeCommit)
    commit { $0.commit(turn, venue.book.head, at: now) }
    judge.committed(turn, now: now)
    try condition.reach(.afterCommit)
    return bug == .effectsPublishedBeforeCommit ? [] : told
  }

  private func tellVenue(_ turn: Turn<TraderState>) {
    for item in turn.published {
      switch item.event {
      case .tradeOpened(let trade): judge.ordered(trade, in: turn, now: now)
      case .tradeClosed(let closed):
        // Stops and targets lie at the venue; to flatten, it must do as it is told.
        if closed.reason == .flattened, venue.isSilent || venue.refusesToClose { break }
        venue.close(closed)
      case .configurationApplied(let applied) where applied.change != nil && bug == .stopsMovedOnChange:
        venue.moveStops(by: 10)
      default: break
      }
    }
  }

  /// Orders that the venue has and the bot does not remember.
  func orphans(of trader: Trader) -> [OpenTrade] {
    let own = Set(trader.engine.positions.map(\.id))
    return venue.open.values.map(\.trade).filter { !own.contains($0.id) }.sorted { $0.id < $1.id }
  }

  /// As in `TraderHost`: what its predecessor closed and had not written down, once the market has gone past that.
  func closedByOthers(_ trader: Trader) -> [VenueClosing] {
    trader.engine.positions.compactMap { position in
      guard let end = venue.ends[position.id], let now = trader.lastQuote?.time, now > end.time else { return nil }
      return end
    }
  }

  func recordedReply(to id: String) throws -> CommandReply? { disk.answer(to: id) }

  override func publish(_ event: ToldEvent) throws {
    if event.sequence > 0 { judge.published(event.sequence, now: now) }
    try super.publish(event)
  }

  // MARK: The latch

  func latchTrips() -> [Trip] {
    switch bug {
    case .latchNotReRead: latchAtStart
    case .latchNotAskedBeforeOrders: latchLately
    case .latchUnreadableReadAsClear: latch.trips.filter { latch.junk($0.id) == nil }
    case .longFileReadAsClear: latch.trips.filter { latch.junk($0.id)?.kind != .tooLong }
    case .copyTakenForTrip:
      latch.trips.map { trip in
        guard let junk = latch.junk(trip.id), junk.kind == .copy else { return trip }
        return junk.trip ?? trip
      }
    case .risenLevelNotHeard: latch.trips.map(asFirstSeen)
    default: latch.trips
    }
  }

  private func asFirstSeen(_ trip: Trip) -> Trip {
    let first = firstSeen[trip.id] ?? trip
    firstSeen[trip.id] = first
    return first
  }

  /// What cannot be encoded ends a process, as it does in the real one.
  private func encode(_ item: NumberedEvent, at time: MarketTime) throws {
    guard case .safety(var report) = item.event else { return }
    if bug == .reportWithoutBound {
      everyStop += report.trips.filter { trip in !everyStop.contains { $0.id == trip.id } }
      report.trips = everyStop
    }
    guard let bot = BotName("grid"), let symbol = Symbol("EURUSD") else { return }
    var writer = EventWriter(
      bot: bot, symbol: symbol, role: .trader, epoch: disk.epoch, wallClock: { 0 })
    _ = try writer.encode(NumberedEvent(.safety(report), max(1, item.sequence)), at: time)
  }

  func archive(_ trip: String) {
    if bug == .junkStaysOnReArm, latch.junk(trip) != nil { return }
    latch.archive(trip)
  }

  var wallTime: Int64 { 1_700_000_000_000 + now + condition.wallOffset }
}
