package import Domain
package import ReferenceBot
package import Safety
package import Wire

/// The decisions of the bot around its core: stops first, then what was asked, then the market. It has no clock and no
/// socket.
package struct TraderLoop<Surroundings: TraderSurroundings> {
  package private(set) var life: TraderLife
  package let surroundings: Surroundings
  package private(set) var deadMan: DeadMan
  private var gate: LatchGate
  private var callers: [String: Surroundings.Caller] = [:]
  /// Trips that silence has made in this life.
  private var silenceTrips = 0
  private let epoch: Int64
  private let identity: StackIdentity
  private let isLockstep: Bool
  /// Processes that run something else than this one; see `StackIdentity`.
  private var strangers: Set<Role> = []
  /// The last market minute with which the optimizer, the last of the phases, is done; `nil` before its first beat.
  private var optimizerDone: Int64?

  package init(
    _ life: TraderLife, epoch: Int64, identity: StackIdentity, isLockstep: Bool,
    limits: DeadMan.Limits = DeadMan.Limits(), now: Int64, surroundings: Surroundings
  ) {
    self.life = life
    self.surroundings = surroundings
    self.epoch = epoch
    self.identity = identity
    self.isLockstep = isLockstep
    deadMan = DeadMan(limits: limits, now: now)
    gate = LatchGate(known: life.trader.trips.all) { surroundings.latchTrips() }
  }

  package var trader: Trader { life.trader }

  /// The first turn: says what is in force, and in real time carries out what was acknowledged in a former life.
  package mutating func start(now: Int64) throws {
    if isLockstep { try hearStrangers() } else { try hearSilence(now: now) }
    try turn { $0.receive(Input(time: $0.time, content: .started(epoch: 0))) }
    try lookAtLatch()
    if !isLockstep { try carryOutWaiting(now: now) }
  }

  // MARK: Stops

  /// Takes in a stop that has been acknowledged; no order passes any more.
  package mutating func take(_ trip: Trip) throws {
    let effects = life.act { $0.take(trip) }
    surroundings.writeLatch(trip)
    try finish(effects)
  }

  /// Every order asks the latch by itself; here it is asked now and again.
  package mutating func lookAtLatch() throws {
    for trip in gate.newTrips() where !life.trader.trips.contains(trip.id) { try turn { $0.take(trip) } }
  }

  /// What the silence of monitor and controller demands. Freezing passes; more needs a person, so it is a trip.
  package mutating func hearSilence(now: Int64) throws {
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
      reason: "monitor or controller fell silent", source: "trader", time: surroundings.wallTime)
    let effects = life.act { $0.take(trip) }
    surroundings.writeLatch(trip)
    try finish(effects)
  }

  /// Goes down as planned: the others' silence means nothing from now on.
  package mutating func disarm(now: Int64) {
    deadMan.disarm(at: now)
  }

  package mutating func hear(_ beat: Beat, now: Int64) throws {
    try compare(beat)
    switch beat.role {
    case .monitor: deadMan.beat(.monitor, at: now)
    case .controller: deadMan.beat(.controller, at: now)
    case .optimizer: optimizerDone = beat.minuteDone ?? 0
    case .trader, .experimenter: break
    }
  }

  /// Freezes while a process of the stack runs something else than this one: what it says may mean something else.
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

  /// A command: acknowledged when it is stored. A process's waits for the next minute in lockstep, and in real time until
  /// monitor and controller have beaten since the start.
  package mutating func receive(
    _ command: WaitingCommand, deadline: Int64, caller: Surroundings.Caller, now: Int64
  ) throws {
    let id = command.id
    guard command.command.recipient == .trader else {
      let refusal = Refusal.malformed("this request is for the \(command.command.recipient.rawValue)")
      return try surroundings.reply(.refused(refusal), to: id, caller)
    }
    if let recorded = try surroundings.recordedReply(to: id) {
      return try surroundings.reply(recorded, to: id, caller)
    }
    guard now < deadline else {
      return try surroundings.reply(.refused(.unavailable("the deadline is over")), to: id, caller)
    }
    if !life.waiting.contains(where: { $0.id == id }) {
      try surroundings.keep(command, position: life.sequence)
      life.keep(command)
    }
    guard case .person = command.origin else {
      try surroundings.reply(.received, to: id, caller)
      if !isLockstep { try carryOutWaiting(now: now) }
      return
    }
    // A person's request does not wait for the market.
    callers[id] = caller
    try carryOutWaiting(now: now)
  }

  private mutating func carryOutWaiting(now: Int64) throws {
    let reArmed = life.waiting.compactMap { if case .rearm(let trip, _) = $0.command { trip } else { nil } }
    try finish(life.takeWaiting())
    for trip in reArmed where !life.trader.trips.contains(trip) {
      surroundings.archive(trip)
      gate.forget(trip)
      deadMan.rearm(at: now)
    }
  }

  // MARK: The market

  /// In lockstep: whether everybody has dealt with the minute before.
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
  package mutating func runMinute(_ quotes: [Quote]) throws {
    var effects = life.takeWaiting()
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

  /// Says again that a halt is not flat, where it is not.
  package mutating func repeatAlarm() throws {
    guard let alarm = life.trader.notFlatAlarm else { return }
    try finish([.publish(alarm)])
  }

  package mutating func say(_ event: Event) throws {
    try finish([.publish(event)])
  }

  /// Stores the state now, as before a planned end.
  package mutating func checkpoint() throws {
    _ = try surroundings.store(life.turn([], commits: true))
  }

  private mutating func turn(_ body: (inout Trader) -> [Effect]) throws {
    try finish(life.act(body))
  }

  private mutating func finish(_ effects: [Effect]) throws {
    let turn = life.turn(effects)
    guard !turn.published.isEmpty || turn.checkpoint != nil else { return }
    for message in try surroundings.store(turn) { try surroundings.publish(message) }
    for answer in turn.answers {
      guard let caller = callers.removeValue(forKey: answer.id) else { continue }
      try surroundings.reply(answer.refusal.map { .refused($0) } ?? .done, to: answer.id, caller)
    }
  }
}
