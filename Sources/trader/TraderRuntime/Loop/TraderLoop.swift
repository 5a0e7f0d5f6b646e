package import Domain
package import ReferenceBot
package import Runtime
package import Safety
package import Wire

/// The decisions of the bot around its core: stops first, then commands, then the market. It has no clock and no
/// socket.
package struct TraderLoop<Surroundings: TraderSurroundings> {
  package private(set) var life: TraderLife
  package let surroundings: Surroundings
  package private(set) var deadMan: DeadMan
  /// Which process beats without taking in what is published. Real time only.
  private var blindWatch: BlindWatch
  /// Processes whose blindness has been reported.
  private var toldBlind: Set<Role> = []
  private var gate: LatchGate
  private var intake: CommandIntake<Surroundings>
  /// Whether something has been stored that is to be carried out before the market goes on.
  private var hasReceived = false
  /// Trips that silence has made since the start.
  private var silenceTrips = 0
  private let epoch: Int64
  private let identity: StackIdentity
  private let isLockstep: Bool
  private var peerWatch: PeerWatch
  /// Processes that run something else than this one; see `StackIdentity`.
  private var strangers: Set<Role> = []
  /// The last market minute with which the optimizer, the last of the phases, is done; `nil` before its first beat.
  private var optimizerDone: Int64?

  package init(
    _ life: TraderLife, epoch: Int64, identity: StackIdentity, isLockstep: Bool,
    peers: PeerWatch = PeerWatch(), limits: DeadMan.Limits = DeadMan.Limits(), now: Int64,
    surroundings: Surroundings
  ) {
    self.life = life
    self.surroundings = surroundings
    intake = CommandIntake(surroundings, role: .trader)
    self.epoch = epoch
    self.identity = identity
    self.isLockstep = isLockstep
    peerWatch = peers
    deadMan = DeadMan(limits: limits, now: now)
    blindWatch = BlindWatch(epoch: epoch, patience: limits.frozen)
    gate = LatchGate(
      known: life.trader.trips.all, latch: { surroundings.latchTrips() }, stops: { surroundings.uncollectedStops() })
  }

  package var trader: Trader { life.trader }

  /// The next beat, with what is in force.
  ///
  /// - Parameters:
  ///   - head: of the journal.
  ///   - setAside: stored inputs that were ever set aside.
  package func beat(journal head: JournalHead?, setAside: Int64) -> Beat {
    let progress = LoopProgress(
      sequence: life.sequence, minuteDone: trader.minute > 0 ? trader.minute : nil, time: trader.time, heard: nil)
    var beat = identity.beat(of: .trader, epoch: epoch, progress, journal: head, setAside: setAside)
    beat.version = trader.ledger.version
    beat.fence = trader.ledger.fence
    beat.level = trader.level
    return beat
  }

  /// The first turn: publishes what is in force, and in real time carries out what was acknowledged before the restart.
  package mutating func start(now: Int64) throws {
    if isLockstep { try hearStrangers() } else { try hearSilence(now: now) }
    try turn { $0.receive(Input(time: $0.time, content: .started(epoch: 0))) }
    try sayWhatWasSetAside()
    try lookAtLatch()
    if !isLockstep { try carryOutWaiting(now: now) }
  }

  /// Alarms, and then records, stored commands that may not be carried out: a crash in between repeats the alarm and
  /// does not swallow it. The sender of a change is told that it will not come.
  private mutating func sayWhatWasSetAside() throws {
    guard !life.setAside.isEmpty else { return }
    var effects: [Effect] = []
    for item in life.setAside {
      effects.append(.publish(.incident(Incident(kind: .setAside, detail: "trader: \(item.sentence)"))))
      if let change = item.change {
        let refused = ConfigurationRefused(change: change, refusal: .malformed(item.sentence))
        effects.append(.publish(.configurationRefused(refused)))
      }
    }
    try finish(effects)
    try surroundings.setAside(life.setAside, position: life.sequence)
  }

  // MARK: Stops

  /// Takes a stop that has been acknowledged; no order passes any more.
  package mutating func take(_ trip: Trip) throws {
    try take([trip])
  }

  /// Takes stops that have been acknowledged, in one turn: a flood of them costs as much as one. The journal records
  /// them here; the thread that acknowledged them writes the latch.
  package mutating func take(_ trips: [Trip]) throws {
    guard !trips.isEmpty else { return }
    try turn { $0.take(trips) }
  }

  /// Every order asks the latch by itself; here it is asked now and again. A trip that is known may have risen.
  package mutating func lookAtLatch() throws {
    let found = gate.fromLatch()
    guard !found.isEmpty else { return }
    try turn { $0.take(found) }
  }

  /// Takes what the venue lists now and the bot did not open.
  package mutating func see(foreign trades: [ForeignTrade]) throws {
    guard Set(trades) != Set(life.trader.foreign) else { return }
    try turn { $0.see(foreign: trades) }
  }

  /// Reports positions that the venue lists otherwise than they were ordered, or not at all.
  package mutating func note(contradicted orders: [OpenTrade], notTaken: [TradeID]) throws {
    guard !orders.isEmpty || !notTaken.isEmpty else { return }
    try turn { $0.note(contradicted: orders, notTaken: notTaken) }
  }

  /// Books positions that somebody else has closed at the venue.
  package mutating func book(closedByOthers closings: [VenueClosing]) throws {
    guard !closings.isEmpty else { return }
    try turn { $0.book(closedByOthers: closings) }
  }

  /// What the silence of monitor and controller demands. Freezing passes; more needs a person, so it is a trip.
  package mutating func hearSilence(now: Int64) throws {
    blindWatch.published(life.sequence, at: now)
    let reading = deadMan.reading(at: now)
    let awaits = !reading.allowsEntries && reading.level < .reducing
    let passing = strangers.isEmpty ? min(reading.level, .frozen) : .frozen
    let hasWaited = life.trader.awaitsCompany
    try turn { $0.hear(silence: passing, awaitsCompany: awaits) }
    if hasWaited && !awaits { try carryOutWaiting(now: now) }
    guard reading.level > .frozen, reading.level > life.trader.trips.level else { return }
    silenceTrips += 1
    let trip = Trip(
      id: "silence-\(epoch)-\(silenceTrips)", level: reading.level,
      reason: SilenceSentence.reason(deadMan.heldBy), source: "trader", time: surroundings.wallTime)
    let effects = life.act { $0.take(trip) }
    surroundings.writeLatch(trip)
    try finish(effects)
  }

  /// - Parameter isPlanned: whether the stack goes down as planned, so that silence means nothing.
  package mutating func note(plannedDown isPlanned: Bool, now: Int64) {
    if isPlanned { deadMan.disarm(at: now) } else { deadMan.resume(at: now) }
  }

  package mutating func hear(_ beat: Beat, now: Int64) throws {
    try compare(beat)
    try watchJournal(of: beat, now: now)
    if life.noteSetAside(beat.setAside, by: beat.role) {
      let detail =
        "the \(beat.role.rawValue) has set \(beat.setAside) stored inputs aside, which are not carried out; its log "
        + "names each"
      try say(.incident(Incident(kind: .setAside, detail: detail)))
    }
    let blindness = isLockstep ? nil : try look(at: beat, now: now)
    let hears = isLockstep || beat.heard?.epoch == epoch
    switch beat.role {
    case .monitor: deadMan.beat(.monitor, at: now, blindness: blindness, hears: hears)
    case .controller: deadMan.beat(.controller, at: now, blindness: blindness, hears: hears)
    case .optimizer: optimizerDone = beat.minuteDone ?? 0
    case .trader, .experimenter: break
    }
  }

  /// Freezes while a peer's journal is not the one that it was: what it asks for, and what it has counted, may be of
  /// another past. Only a person ends that, and a trip re-armed while it lasts holds again with the next beat.
  private mutating func watchJournal(of beat: Beat, now: Int64) throws {
    let fence = beat.role == .optimizer ? trader.ledger.fence : 0
    guard let found = peerWatch.hear(beat, fence: fence, now: now) else { return }
    let trip = found.trip(by: .trader, at: surroundings.wallTime)
    guard !life.trader.trips.contains(trip.id) else { return }
    let effects = life.act { $0.take(trip) }
    surroundings.writeLatch(trip)
    surroundings.alarm("trader OTHER_JOURNAL: \(found.sentence)")
    try finish(effects)
  }

  /// Compares what a process has read with what was published, and reports where it is blind. A blind optimizer or
  /// experimenter is reported and has no level: what they ask for is judged here against what is in force.
  private mutating func look(at beat: Beat, now: Int64) throws -> BlindWatch.Blindness? {
    blindWatch.published(life.sequence, at: now)
    let found = blindWatch.hear(beat.role, life: beat.epoch, beat.heard, at: now)
    guard let found else {
      toldBlind.remove(beat.role)
      return nil
    }
    // One that has just restarted and is catching up is not worth an alarm.
    guard now - found.beatsSince >= blindWatch.patience, toldBlind.insert(beat.role).inserted else { return found }
    let detail = SilenceSentence.blind(beat.role.rawValue, now - found.since, found.lack)
    try say(.incident(Incident(kind: .blind, detail: detail)))
    return found
  }

  /// Freezes while a process of the stack runs something else than this one: its events may mean something else.
  private mutating func compare(_ beat: Beat) throws {
    let other = StackIdentity(of: beat)
    guard (other == identity) == strangers.contains(beat.role) else { return }
    if other == identity {
      strangers.remove(beat.role)
    } else {
      strangers.insert(beat.role)
      let detail = "the \(beat.role.rawValue) runs \(other), the trader \(identity)"
      try say(.incident(Incident(kind: .mixedStack, detail: detail)))
    }
    if isLockstep { try hearStrangers() }
  }

  /// In lockstep silence means nothing, and strangers do.
  private mutating func hearStrangers() throws {
    let level: SafetyLevel = strangers.isEmpty ? .active : .frozen
    try turn { $0.hear(silence: level, awaitsCompany: false) }
  }

  // MARK: Commands

  /// A command: judged, stored with the others of its turn, see `storeReceived`, and then acknowledged. A process's
  /// waits for the next minute in lockstep, and in real time until monitor and controller have beaten since the start.
  package mutating func receive(
    _ command: WaitingCommand, deadline: Int64, caller: Surroundings.Caller, now: Int64
  ) throws {
    try intake.receive(command, deadline: deadline, caller: caller, now: now, beside: life.waiting)
  }

  /// Stores what has been received, in one commit, and acknowledges it. Stops, beats and the latch may have their turn
  /// before `carryOutReceived`, which is another commit.
  package mutating func storeReceived() throws {
    guard let batch = try intake.store(position: life.sequence) else { return }
    for command in batch.commands { life.keep(command) }
    try intake.acknowledge(batch)
    // In lockstep a process's command has its turn with the next minute; a person's request does not wait for the market.
    hasReceived = hasReceived || !isLockstep || batch.isFromPerson
  }

  /// Carries out what has been stored and is due, in one turn: people first, each with an outcome of its own.
  package mutating func carryOutReceived(now: Int64) throws {
    guard hasReceived else { return }
    hasReceived = false
    try carryOutWaiting(now: now)
  }

  private mutating func carryOutWaiting(now: Int64) throws {
    let waiting = life.waiting
    // A person may name a trip that the latch holds and nobody has looked at yet.
    if waiting.contains(where: { if case .rearm = $0.command { true } else { false } }) { try lookAtLatch() }
    let effects = life.takeWaiting()
    archive(reArmed: waiting, by: effects, now: now)
    try finish(effects)
  }

  /// Archives the trips that were re-armed, not those for which that was refused. Before the answer, so that what is
  /// acknowledged is done. A crash in between leaves the trip in the journal.
  private mutating func archive(reArmed commands: [WaitingCommand], by effects: [Effect], now: Int64) {
    let done = Set(effects.compactMap { if case .answer(let id, nil) = $0 { id } else { nil } })
    let trips = commands.compactMap { command -> String? in
      guard case .rearm(let trip, _) = command.command, done.contains(command.id) else { return nil }
      return trip
    }
    let gone = trips.filter { !life.trader.trips.contains($0) }
    guard !gone.isEmpty else { return }
    let archived = gone.flatMap { [$0] + standingFor($0) }
    surroundings.archive(archived)
    gate.forget(archived)
    deadMan.rearm(at: now)
  }

  /// The trips of the latch for which a summary stood: those of its level that were found and are not held on their own.
  private func standingFor(_ id: String) -> [String] {
    guard let level = SafetyLevel.allCases.first(where: { Trip.summaryID(of: $0) == id }) else { return [] }
    return gate.found(at: level).filter { $0 != id && !life.trader.trips.contains($0) }
  }

  // MARK: The market

  /// In lockstep: whether every process has finished the minute before.
  package var canAdvance: Bool { !isLockstep || optimizerDone.map { $0 >= life.trader.minute } ?? false }

  /// Real time: the next quote.
  package mutating func advance(_ quote: Quote) throws {
    try finish(life.advance([quote], gate: &gate))
  }

  /// Real time: the end of the minute.
  package mutating func endMinute() throws {
    try finish(life.endMinute())
  }

  /// Lockstep: a whole minute.
  package mutating func runMinute(_ quotes: [Quote], now: Int64) throws {
    let waiting = life.waiting
    var effects = life.takeWaiting()
    archive(reArmed: waiting, by: effects, now: now)
    // A minute of news can have more ticks than a message may carry.
    for begin in stride(from: 0, to: quotes.count, by: WireLimits.quotes) {
      effects += life.advance(Array(quotes[begin..<min(begin + WireLimits.quotes, quotes.count)]), gate: &gate)
    }
    effects += life.endMinute()
    try finish(effects)
  }

  // MARK: Turns

  /// Lets the paper venue play a fault from now on.
  package mutating func rehearse(_ fault: PaperVenueFault) {
    life.rehearse(fault)
  }

  package mutating func verifyFlat() throws {
    try turn { $0.verifyFlat() }
  }

  /// Repeats that a halt is not flat, where it is not.
  package mutating func repeatAlarm() throws {
    guard let alarm = life.trader.notFlatAlarm else { return }
    try finish([.publish(alarm)])
  }

  package mutating func say(_ event: Event) throws {
    try finish([.publish(event)])
  }

  /// Stores the state now, as before a planned shutdown.
  package mutating func checkpoint() throws {
    _ = try surroundings.store(life.turn([], commits: true))
  }

  private mutating func turn(_ body: (inout Trader) -> [Effect]) throws {
    try finish(life.act(body))
  }

  private mutating func finish(_ effects: [Effect]) throws {
    let turn = life.turn(effects)
    guard !turn.published.isEmpty || turn.checkpoint != nil else { return }
    try intake.finish(turn)
  }
}
