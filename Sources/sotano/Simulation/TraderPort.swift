import Domain
import GridTrading
import ReferenceBot
import Runtime
import StopOnly
import Wire

/// The trader's world in the simulation: stream log and journal, venue, latch, and packets instead of sockets.
final class TraderPort: TraderSurroundings {
  var disk: TraderDisk
  let condition: Condition
  let latch: SimulatedLatch
  let venue: SimulatedVenue
  let judge: Judge
  let bug: PlantedBug?
  var now: Int64 = 0
  /// Set while a crash has left it open whether the last turn is on the disk.
  var commits = 0
  /// Whether the turn that is being stored is one that recovery runs again from the log.
  private(set) var isQuiet = false
  private var latchAtStart: [Trip] = []
  private var latchLately: [Trip] = []
  private var unwritten: [WaitingCommand] = []
  private var firstSeen: [String: Trip] = [:]
  private var everyStop: [Trip] = []

  init(
    _ condition: Condition, latch: SimulatedLatch, venue: SimulatedVenue, judge: Judge, bug: PlantedBug?
  ) {
    self.condition = condition
    self.latch = latch
    self.venue = venue
    self.judge = judge
    self.bug = bug
    disk = TraderDisk(bug: bug)
  }

  func open() {
    disk.open()
    unwritten.removeAll()
    latchAtStart = latch.trips
    latchLately = latch.trips
  }

  func lookNow() {
    latchLately = latch.trips
  }

  func store(_ turn: TraderTurn) throws -> [ToldEvent] {
    let told = turn.published.map { ToldEvent(item: $0, time: turn.time) }
    let durable = told.filter { $0.sequence > 0 }
    for item in turn.published { try encode(item, at: turn.time) }
    if bug == .effectsPublishedBeforeCommit, !durable.isEmpty {
      condition.outgoing.append(Outgoing(to: nil, packet: .events(from: .trader, durable)))
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
    for command in unwritten { disk.keep(command, at: now) }
    unwritten.removeAll()
    disk.commit(turn, venue.book.head, at: now)
    commits += 1
    condition.commits += 1
    judge.committed(turn, now: now)
    try condition.reach(.afterCommit)
    return bug == .effectsPublishedBeforeCommit ? [] : told
  }

  private func tellVenue(_ turn: TraderTurn) {
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

  func keep(_ commands: [WaitingCommand], position: Int64) throws {
    try condition.demandSpace()
    for command in commands { judge.stores(command, .trader, now: now) }
    if bug == .acknowledgementBeforeCommit {
      unwritten += commands
    } else {
      for command in commands { disk.keep(command, at: now) }
      condition.commits += 1
    }
    try condition.reach(.beforeAcknowledgement)
  }

  func setAside(_ items: [SetAside], position: Int64) throws {
    try condition.demandSpace()
    disk.setAside(items, at: now)
  }

  func recordedReply(to id: String) throws -> CommandReply? { disk.answer(to: id) }

  func publish(_ event: ToldEvent) throws {
    guard event.sequence > 0 else { return }
    judge.published(event.sequence, now: now)
    if case .events(let from, var list)? = condition.outgoing.last?.packet {
      list.append(event)
      condition.outgoing[condition.outgoing.count - 1].packet = .events(from: from, list)
    } else {
      condition.outgoing.append(Outgoing(to: nil, packet: .events(from: .trader, [event])))
    }
  }

  func reply(_ reply: CommandReply, to id: String, _ caller: Origin) throws {
    if case .role(let role) = caller { condition.outgoing.append(Outgoing(to: role, packet: .reply(reply, id: id))) }
    if case .received = reply { try condition.reach(.afterAcknowledgement) }
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
      bot: bot, symbol: symbol, role: .trader, epoch: disk.epoch, durable: 0, wallClock: { 0 })
    _ = try writer.encode(NumberedEvent(.safety(report), max(1, item.sequence)), at: time)
  }

  func writeLatch(_ trip: Trip) {
    if condition.isDiskFull {
      if trip.level == .halted { latch.write(.empty, name: SimulatedLatch.name(of: trip.id)) }
    } else {
      latch.write(trip)
    }
    judge.stopped(trip, now: now)
  }

  func archive(_ trip: String) {
    if bug == .junkStaysOnReArm, latch.junk(trip) != nil { return }
    latch.archive(trip)
  }

  var wallTime: Int64 { 1_700_000_000_000 + now + condition.wallOffset }
}
