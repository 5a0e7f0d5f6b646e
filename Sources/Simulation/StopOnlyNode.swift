import Domain
import Runtime
import StopOnly
import Wire

/// The trader's stop-only mode in the simulation: the real core between the latch, the packets and the venue's list.
///
/// It runs in the trader's place, with the trader's sockets and the trader's faults.
final class StopOnlyNode: SimulatedProcess {
  let role = Role.trader
  let sources: [Role] = []
  /// Counted downwards, so that nothing that was meant for a start of the trader is taken for this one's.
  private(set) var life = 0
  private(set) var isAlive = false
  private let port: TraderPort
  private let policy: FlattenPolicy
  private var core: StopOnly
  private var nextLook: Int64 = 0
  private var nextBeat: Int64 = 0

  /// - Parameter policy: what the run was told to close.
  init(at port: TraderPort, policy: FlattenPolicy) {
    self.port = port
    self.policy = port.bug == .flattenPolicyIgnored ? .always : policy
    core = StopOnly(policy: self.policy)
  }

  var condition: Condition { port.condition }
  private var bug: PlantedBug? { port.bug }

  func start(now: Int64) throws {
    life -= 1
    core = StopOnly(policy: policy)
    (nextLook, nextBeat) = (now, now)
    isAlive = true
    port.judge.stopOnlyBegan(now)
  }

  func die() {
    isAlive = false
  }

  // MARK: In

  func receive(_ packet: Packet, now: Int64) throws {
    port.now = now
    switch packet {
    case .stop(let trip, let id, let origin):
      port.judge.stopArrived(id)
      try take(trip, id: id, from: origin, now: now)
    case .command(let command, _):
      if let objection = command.objection(for: role) {
        try port.reply(.refused(objection), to: command.id, command.origin)
      } else if case .stop(let trip) = command.command {
        try take(trip, id: command.id, from: command.origin, now: now)
      } else {
        let what = "the trader only stops now and takes no such request"
        try port.reply(.refused(.unavailable(what)), to: command.id, command.origin)
      }
    case .beat, .events, .reply, .rangeRequest, .range: break
    }
  }

  /// A stop is acknowledged when it holds in memory; then it is written down.
  private func take(_ trip: Trip, id: String, from origin: Origin, now: Int64) throws {
    try port.reply(.done, to: id, origin)
    port.judge.stopOnlyHears(trip, now: now)
    try handle(core.receive(.stop(trip), now: now), now: now)
    try condition.reach(.afterAcknowledgement)
    port.writeLatch(trip)
  }

  func tick(now: Int64) throws {
    port.now = now
    try handle(core.receive(.latch(port.latch.trips), now: now), now: now)
    if now >= nextLook {
      var list = bug == .damagedLineIgnored ? port.venue.book.list(of: SimulatedVenue.bot) : port.venue.list
      if bug == .venueDoubtIgnored, port.venue.isDoubted { list.unknown -= 1 }
      try handle(core.receive(.looked(port.venue.isSilent ? nil : list), now: now), now: now)
      nextLook = now + (core.flatness == .verifiedFlat ? 1_000 : 100)
    }
    if now >= nextBeat {
      nextBeat = now + 250
      condition.outgoing.append(Outgoing(to: nil, packet: .beat(beat)))
    }
    if bug == .stopOnlyEnters { enter(now) }
    port.judge.stopOnlyTurned(now)
  }

  private var beat: Beat {
    Beat(
      role: role, epoch: 0, headSequence: 0, level: core.level, build: "", configurationHash: [], isStopOnly: true)
  }

  // MARK: Out

  private func handle(_ effects: [StopOnly.Effect], now: Int64) throws {
    for effect in effects {
      switch effect {
      case .close(let ids): try close(ids)
      case .report(let report): port.judge.stopOnlySays(report, now: now)
      case .alarm: break
      }
    }
  }

  /// Closes at the last quote that the stream log has. A full disk does not prevent it, since space is kept back for
  /// it.
  private func close(_ ids: [TradeID]) throws {
    guard bug != .stopOnlyDoesNotClose, !port.venue.refusesToClose else { return }
    try condition.reach(.beforeStore)
    port.judge.stopOnlyCloses(now: port.now)
    for id in ids { port.venue.closeAway(id, at: lastQuote) }
    condition.commits += 1
    try condition.reach(.afterCommit)
  }

  private var lastQuote: Quote? {
    for told in port.disk.log.reversed() {
      if case .quotes(let batch) = told.event, let quote = batch.quotes.last { return quote }
    }
    return nil
  }

  /// Planted: an order of its own.
  private func enter(_ now: Int64) {
    guard let quote = lastQuote else { return }
    let trade = OpenTrade(
      id: TradeID(1_000_000 + now), side: .buy, lots: Lots(hundredths: 1), entryTime: quote.time,
      entryPrice: quote.ask, stopLoss: Price(points: quote.ask.points - 500),
      takeProfit: Price(points: quote.ask.points + 500), version: .first)
    port.judge.ordered(trade, in: nil, now: now)
  }
}
