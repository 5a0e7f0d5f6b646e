import Domain
import FoundationEssentials
import Runtime
import Wire

/// Monitor, experimenter, controller or optimizer in the simulation: the real loop on a simulated port.
final class CoreNode<C: Core>: SimulatedProcess {
  let role = C.role
  let sources = C.sources
  let condition = Condition()
  private(set) var life = 0
  private(set) var loop: CoreLoop<CorePort<C>>?
  let port: CorePort<C>
  private let fresh: C
  private let judge: Judge
  /// What the disk must lead back to, where that is not what runs; set when a turn was cut short.
  private var survivor: CoreLife<C>?
  private var isHidden = false
  private var ticks = 0
  var peerWatch = PeerWatch()
  /// Peers whose journal has been named as another.
  var namedJournals: Set<Role> = []
  var copies = FileCopies<CoreDisk<C>>()
  var witnesses: () -> SimulatedWitnesses = { SimulatedWitnesses(journals: []) }

  init(_ fresh: C, latch: SimulatedLatch, judge: Judge, bug: PlantedBug?) {
    self.fresh = fresh
    self.judge = judge
    port = CorePort(condition, latch: latch, judge: judge, bug: bug)
  }

  /// Kept beside `loop`: to look at it there would copy the whole loop.
  private(set) var isAlive = false
  var core: C? { loop?.life.core }
  var disk: CoreDisk<C> { port.disk }

  func start(now: Int64) throws {
    life += 1
    port.forget()
    port.now = now
    try condition.demandSpace()
    try demandRightJournal(now: now)
    port.disk.open()
    peerWatch = PeerWatch(journal.memories)
    namedJournals.removeAll()
    var stored = try port.disk.stored()
    // A stop from before the restart that a person has re-armed since must not trip again.
    let takenBack = stored.outbox.filter {
      if case .stop(let trip) = $0.command { port.latch.hasArchived(trip) } else { false }
    }
    if !takenBack.isEmpty {
      port.disk.settle(takenBack.map(\.id))
      for command in takenBack { judge.stopArrived(command.id) }
      stored = try port.disk.stored()
    }
    loop = CoreLoop(stored, epoch: port.disk.epoch, isLockstep: false, surroundings: port) { fresh }
    isAlive = true
    judge.started(role, epoch: port.disk.epoch)
    try work(now) { loop in try loop.proceed(now: now) }
  }

  func die() {
    if let life = survivor ?? loop?.life, !isHidden { compare(with: life, now: port.now) }
    survivor = nil
    isHidden = false
    isAlive = false
    loop = nil
  }

  func receive(_ packet: Packet, now: Int64) throws {
    switch packet {
    case .beat(let beat):
      port.now = now
      watchJournal(of: beat, now: now)
      loop?.hear(beat)
    case .events(let sender, let events): try take(events, from: sender, now: now)
    case .command(let command, let deadline):
      if port.bug == .storedBeforeJudged, command.objection(for: role) != nil {
        try work(now) { _ in try port.keep([command], position: 0) }
      }
      try work(now) { loop in
        try loop.receive(renamed(command), deadline: deadline, caller: command.origin, now: now)
        try loop.storeReceived()
      }
    // It came too late or the peer is starting: it is resent.
    case .reply(.refused(.unavailable), _), .reply(.refused(.busy), _): break
    case .reply(_, let id): try work(now) { loop in try loop.acknowledged([id], now: now) }
    case .rangeRequest(let asker, let from):
      guard let loop else { return }
      let range = port.disk.range(from: from)
      let reply = Packet.range(of: role, range, last: loop.progress.sequence)
      condition.outgoing.append(Outgoing(to: asker, packet: reply))
    case .range(let sender, let events, let last):
      loop?.rangeArrived(of: sender, lastSequence: last)
      try take(events, from: sender, now: now)
    case .stop: break
    }
    try work(now) { loop in
      try loop.proceed(now: now)
      try loop.askForMissing(now: now)
    }
  }

  private func take(_ events: [ToldEvent], from sender: Role, now: Int64) throws {
    for event in events {
      try work(now) { loop in
        var sequence = event.sequence
        if port.bug == .sequenceGapIgnored, !loop.isRecovering, sequence > loop.upstreams[sender.rank].last {
          sequence = loop.upstreams[sender.rank].last + 1
        }
        try loop.take(event.event, from: sender, sequence: sequence, time: event.time, now: now)
      }
    }
  }

  /// Planted: a duplicate command counts as another one.
  private func renamed(_ command: WaitingCommand) -> WaitingCommand {
    guard port.bug == .duplicateCarriedOutTwice, port.disk.answer(to: command.id) != nil else { return command }
    var again = command
    again.id += "-again"
    return again
  }

  func tick(now: Int64) throws {
    ticks += 1
    if ticks % 4 == 0 { try rememberPeers() }
    if let beat { condition.outgoing.append(Outgoing(to: nil, packet: .beat(beat))) }
    try work(now) { loop in
      try loop.sendOutbox(now: now)
      try loop.proceed(now: now)
      try loop.askForMissing(now: now)
    }
  }

  private var beat: Beat? {
    guard let progress = loop?.progress else { return nil }
    return StackIdentity.simulated.beat(
      of: role, epoch: port.disk.epoch, progress, journal: journal.told.head, setAside: 0)
  }

  /// Runs a part of a turn. Where it is cut short before its commit, what survives is what was before it.
  private func work(_ now: Int64, _ body: (inout CoreLoop<CorePort<C>>) throws -> Void) throws {
    guard isAlive else { return }
    port.now = now
    port.commits = 0
    let before = condition.isArmed ? loop?.life : nil
    do {
      try body(&loop!)  // Checked above; a copy would cost the whole core at every packet.
    } catch {
      switch error {
      case Death.crash(.afterCommit): break
      default:
        survivor = before
        isHidden = port.commits > 0
      }
      throw error
    }
  }

  /// Whether nothing is under way to or in this process; `nil` for yes, else what is.
  var unsettled: String? {
    guard let loop else { return "it is not running" }
    if loop.isRecovering { return "it has not come back to where it was" }
    if !loop.life.waiting.isEmpty { return "a command waits: \(loop.life.waiting[0].id)" }
    if !loop.isSettled { return "a command of its own has not been acknowledged" }
    return nil
  }

  /// How far the loop has read each other process's stream, by rank.
  var heads: [Int64] { loop?.upstreams.map(\.last) ?? [] }
  var sequence: Int64 { loop?.progress.sequence ?? 0 }

  // MARK: The journal

  /// The core that a start on the present disk would lead to; `nil` where the trader has lost a part of its stream.
  static func rebuilt(_ stored: Stored<HostState<C>, CorePast>, fresh: C, stream: [ToldEvent]) throws -> CoreLife<C>? {
    var life = CoreLife(stored) { fresh }
    try life.recover()
    var next = Int(life.heads[Role.trader.rank])
    while life.isRecovering {
      guard next < stream.count else { return nil }
      try life.recover(stream[next].event, sequence: stream[next].sequence, time: stream[next].time)
      next += 1
    }
    return life
  }

  func compareAtRest(now: Int64) {
    guard let loop else { return }
    compare(with: loop.life, now: now)
  }

  /// Rebuilds the core from the journal and the trader's stream and compares it with `life`.
  private func compare(with life: CoreLife<C>, now: Int64) {
    guard !life.isRecovering else { return }
    judge.compareRebuilt(role, now: now) {
      let stream = judge.traderLog()
      guard var again = try Self.rebuilt(port.disk.stored(), fresh: fresh, stream: stream) else { return nil }
      // Quiet turns after the last commit are replayed from the stream, as far as they had come.
      let (from, to) = (Int(again.heads[Role.trader.rank]), Int(life.heads[Role.trader.rank]))
      guard from <= to, to <= stream.count else { return from > to ? false : nil }
      for event in stream[from..<to] where C.hears.contains(event.event.kind) {
        let input = Input(time: event.time, content: .event(event.event))
        let delivery = PhaseInputs.Delivery(sender: .trader, sequence: event.sequence, input: input)
        let minute: Int64? = if case .minute(let number) = event.event { number } else { nil }
        _ = again.turn([delivery], endOfMinute: minute)
      }
      return try canonicalJSON(again.core) == canonicalJSON(life.core)
    }
  }
}
