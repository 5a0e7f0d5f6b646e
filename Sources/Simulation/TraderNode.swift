import Domain
import FoundationEssentials
import GridTrading
import ReferenceBot
import Runtime
import Safety
import TraderRuntime
import Wire

/// The trader in the simulation: the real loop on a simulated port, with the market at its pace.
final class TraderNode: SimulatedProcess {
  let role = Role.trader
  let sources: [Role] = []
  let condition = Condition()
  private(set) var life = 0
  private(set) var loop: TraderLoop<TraderPort>?
  let port: TraderPort
  private let fresh: Trader
  private let judge: Judge
  private var ticks = 0
  private var fault = PaperVenueFault.none
  /// The bot after its last published turn; `nil` where a crash left it open.
  private var expected: Trader?
  private var isCutShort = false
  /// The last beats of the others.
  private(set) var peers: [Role: Beat] = [:]
  var copies = FileCopies<TraderDisk>()
  /// Whether it is the journal that a person restores, and not the stream log.
  var restoresJournal = false
  /// Lines that the venue's list had when it was copied.
  var venueCopy = 0
  var witnesses: () -> SimulatedWitnesses = { SimulatedWitnesses(journals: []) }

  init(_ fresh: Trader, latch: SimulatedLatch, venue: SimulatedVenue, judge: Judge, bug: PlantedBug?) {
    self.fresh = fresh
    self.judge = judge
    port = TraderPort(condition, latch: latch, venue: venue, judge: judge, bug: bug)
  }

  /// Kept beside `loop`: to look at it there would copy the whole loop.
  private(set) var isAlive = false
  var trader: Trader? { loop?.trader }
  private var bug: PlantedBug? { port.bug }

  func start(now: Int64) throws {
    life += 1
    port.now = now
    try condition.demandSpace()
    try demandRightJournal(now: now)
    port.open()
    let stored = try storedState(now: now)
    peers.removeAll()
    var life = TraderLife(stored, initial: fresh)
    life.rehearse(fault)
    port.disk.truncate(after: life.sequence)
    compare(life.trader, now: now)
    life.expect(port.orphans(of: life.trader), closings: bug == .closingsNotBooked ? [] : port.venue.closings)
    let limits =
      bug == .deadManNeverEscalates ? DeadMan.Limits(reducing: .max, halted: .max) : DeadMan.Limits()
    loop = TraderLoop(
      life, epoch: port.disk.epoch, identity: .simulated, isLockstep: false,
      peers: PeerWatch(journal.memories), limits: limits, now: now, surroundings: port)
    isAlive = true
    judge.traderStarted(life.trader, now: now)
    try work(now) { loop in try loop.start(now: now) }
    if bug == .reArmOnRestart { try takeAllBack(now) }
    if bug == .entriesBeforeFirstBeats {
      try work(now) { loop in
        for role in [Role.monitor, .controller] {
          let heard = HeardPosition(sequence: loop.life.sequence, epoch: port.disk.epoch)
          let beat = Beat(role: role, epoch: 0, headSequence: 0, build: "", configurationHash: [], heard: heard)
          try loop.hear(beat, now: now)
        }
        try loop.hearSilence(now: now)
      }
    }
    judge.traderStands(loop?.trader, now: now)
  }

  func die() {
    if !isCutShort { expected = loop?.trader }
    isCutShort = false
    isAlive = false
    loop = nil
  }

  func receive(_ packet: Packet, now: Int64) throws {
    switch packet {
    case .beat(let beat):
      peers[beat.role] = beat
      judge.beat(beat, head: loop?.life.sequence ?? 0, epoch: port.disk.epoch, now: now)
      let mangled = mangle(beat, now)
      try work(now) { loop in try loop.hear(mangled, now: now) }
      judge.tookIn(beat, loop?.trader, now: now)
    case .command(let command, let deadline): try receive(command, deadline, now: now)
    case .stop(let trip, let id, let origin):
      judge.stopArrived(id)
      try work(now) { loop in
        try port.reply(.done, to: id, origin)
        // As the thread does that answers stops.
        port.writeLatch(trip)
        try loop.take(trip)
      }
      if bug == .stopLowersLevel { try takeBack(now) { $0.id != trip.id && $0.level > trip.level } }
    case .rangeRequest(let asker, let from):
      let range = port.disk.range(from: from, limit: 2000)
      let reply = Packet.range(of: .trader, range, last: loop?.life.sequence ?? 0)
      condition.outgoing.append(Outgoing(to: asker, packet: reply))
    case .events, .reply, .range: break
    }
  }

  private func receive(_ command: WaitingCommand, _ deadline: Int64, now: Int64) throws {
    if case .rearm = command.command { judge.personReArms() }
    if case .approve = command.command { judge.personApproves() }
    if case .apply(let request) = command.command { judge.asked(request, id: command.id) }
    let mangled = mangle(command)
    try work(now) { loop in
      try carryOut(mangled, deadline, command.origin, &loop, now: now)
      if bug == .driftFromPresentValue, case .apply = command.command {
        let approval = WaitingCommand(
          id: "\(command.id)-approved", command: .approve(reason: ""), origin: .person("nobody"))
        try carryOut(approval, .max, .person(""), &loop, now: now)
      }
    }
    judge.personIsDone(now)
  }

  private func carryOut(
    _ command: WaitingCommand, _ deadline: Int64, _ caller: Origin, _ loop: inout TraderLoop<TraderPort>, now: Int64
  ) throws {
    try loop.receive(command, deadline: deadline, caller: caller, now: now)
    try loop.storeReceived()
    try loop.carryOutReceived(now: now)
  }

  /// Planted: what a trader would do that leaves a check out.
  private func mangle(_ command: WaitingCommand) -> WaitingCommand {
    guard case .apply(var request) = command.command, let ledger = loop?.trader.ledger else { return command }
    switch bug {
    case .noFenceCheck: request.fence = max(request.fence, ledger.fence)
    case .versionNotCompared: request.expected = ledger.version
    case .approvalLeavesPlans: request.approvals = ledger.approvals
    case .rollbackBlockedByCooldown where request.purpose == .rollback: request.purpose = .byHand
    default: return command
    }
    return WaitingCommand(id: command.id, command: .apply(request), origin: command.origin)
  }

  /// Planted: a beat that says more than its sender has read.
  private func mangle(_ beat: Beat, _ now: Int64) -> Beat {
    var beat = beat
    switch bug {
    case .positionNotCompared: break
    case .headsNotCompared:
      // Of one that only stops nothing is compared.
      beat.isStopOnly = true
      return beat
    case .blindClearsByItself:
      guard var deadMan = loop?.deadMan, case .silent(let silences) = deadMan.reading(at: now).cause,
        silences.contains(where: { $0.lack != nil && $0.milliseconds > 5_000 })
      else { return beat }
    default: return beat
    }
    beat.heard = HeardPosition(sequence: loop?.life.sequence ?? 0, epoch: port.disk.epoch)
    return beat
  }

  private func takeAllBack(_ now: Int64) throws {
    try takeBack(now) { _ in true }
  }

  /// Planted: trips that go without a person.
  private func takeBack(_ now: Int64, where isMeant: (Trip) -> Bool) throws {
    for trip in loop?.trader.trips.all.filter(isMeant) ?? [] {
      let command = Command.rearm(trip: trip.id, reason: "")
      let waiting = WaitingCommand(
        id: "back-\(life)-\(now)-\(trip.id)", command: command, origin: .person("nobody"))
      try work(now) { loop in
        try carryOut(waiting, .max, .person(""), &loop, now: now)
      }
    }
  }

  func tick(now: Int64) throws {
    ticks += 1
    judge.turns(loop?.trader, now: now)
    if ticks % 4 == 0 { port.lookNow() }
    if ticks % 10 == 0 { try rememberPeers() }
    judge.polling(now: now)
    // Every 250 ms: after two and after three ticks by turns.
    if [1, 3].contains(ticks % 5), let beat { condition.outgoing.append(Outgoing(to: nil, packet: .beat(beat))) }
    try work(now) { loop in
      try loop.lookAtLatch()
      try loop.hearSilence(now: now)
      try loop.book(closedByOthers: port.closedByOthers(loop.trader))
      let polls = bug == .flatAfterOnePoll ? 2 : 1
      for _ in 0..<polls { try loop.verifyFlat() }
      if ticks % 300 == 0 { try loop.repeatAlarm() }
    }
    if bug == .deadManClearsByItself, hearsBoth(now) {
      try takeBack(now) { $0.id.hasPrefix("silence") }
    }
    judge.ticked(loop?.trader, now: now)
  }

  private func hearsBoth(_ now: Int64) -> Bool {
    guard var deadMan = loop?.deadMan else { return false }
    switch deadMan.reading(at: now).cause {
    case .beating, .held: return true
    case .awaiting, .silent, .recovering, .disarmed: return false
    }
  }

  private var beat: Beat? { loop?.beat(journal: journal.told.head, setAside: 0) }

  // MARK: The market

  /// Lets the next quotes or the end of the minute come.
  func advance(_ quote: Quote, now: Int64) throws {
    try work(now) { loop in try loop.advance(quote) }
  }

  func endMinute(now: Int64) throws {
    judge.polling(now: now)
    try work(now) { loop in try loop.endMinute() }
    judge.minuteOver(loop?.trader, now: now)
  }

  /// What the venue does from now on, as far as the bot can tell.
  func rehearse(_ fault: PaperVenueFault) {
    self.fault = bug == .unknownReadAsFlat ? .none : fault
    loop?.rehearse(self.fault)
  }

  private func work(_ now: Int64, _ body: (inout TraderLoop<TraderPort>) throws -> Void) throws {
    guard isAlive else { return }
    port.now = now
    port.commits = 0
    let before = condition.isArmed ? loop?.trader : nil
    do {
      try body(&loop!)  // Checked above; a copy would cost the whole bot at every packet.
    } catch {
      isCutShort = true
      if case Death.crash(.afterCommit) = error {
        expected = port.disk.checkpoint?.trader
      } else if case Death.crash(.beforeCommit) = error, port.isQuiet {
        // It is on the log and comes back from there, although nobody has heard of it.
        expected = nil
      } else {
        expected = port.commits > 0 ? nil : before
      }
      throw error
    }
    judge.turned(loop?.trader, now: now)
  }

  // MARK: The journal

  /// Repeats of a stop are published now and then only.
  private func inForce(_ trader: Trader) -> [String: SafetyLevel] {
    Dictionary(trader.trips.all.map { ($0.id, $0.level) }) { first, _ in first }
  }

  /// What is only in memory is left out: what silence demands now, and how often the venue has answered.
  private func compare(_ rebuilt: Trader, now: Int64) {
    guard let expected else { return }
    self.expected = nil
    judge.compareRebuilt(.trader, now: now) {
      try canonicalJSON(rebuilt.engine) == canonicalJSON(expected.engine)
        && canonicalJSON(rebuilt.ledger) == canonicalJSON(expected.ledger) && inForce(rebuilt) == inForce(expected)
        && rebuilt.time == expected.time && rebuilt.minute == expected.minute
        && rebuilt.lastQuote == expected.lastQuote && rebuilt.profile == expected.profile
    }
  }
}
