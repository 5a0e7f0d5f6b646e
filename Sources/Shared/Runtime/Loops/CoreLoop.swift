package import Domain
package import Wire

/// The decisions of monitor, experimenter, controller and optimizer around their cores: which event is next, when a
/// turn is due, what is acknowledged when, what is resent. It has no clock and no socket.
///
/// Each turn: read what has arrived, run the core, commit once, then send.
package struct CoreLoop<Surroundings: CoreSurroundings> {
  package typealias C = Surroundings.C

  package private(set) var life: CoreLife<C>
  package let surroundings: Surroundings
  package private(set) var upstreams: [Upstream]
  package private(set) var hasStarted = false
  private var phases: PhaseInputs
  private var outbox: Outbox
  private var intake: CommandIntake<Surroundings>
  private let isLockstep: Bool
  private let epoch: Int64
  /// Real time: inputs of the turn that is being collected.
  private var arrivals: [PhaseInputs.Delivery] = []
  private var endOfMinute: Int64?
  /// Set aside at the start and to be recorded.
  private let setAside: [SetAside]

  package init(
    _ stored: Stored<HostState<C>, CorePast>, epoch: Int64, isLockstep: Bool, surroundings: Surroundings,
    initial: () throws -> C
  ) rethrows {
    var stored = stored
    stored.judge(for: C.role)
    setAside = stored.setAside
    let life = try CoreLife(stored, initial: initial)
    self.life = life
    self.epoch = epoch
    self.isLockstep = isLockstep
    self.surroundings = surroundings
    intake = CommandIntake(surroundings, role: C.role)
    phases = PhaseInputs(of: C.self, lastTime: life.time)
    upstreams = Role.allCases.map { Upstream(role: $0, last: life.heads[$0.rank]) }
    outbox = Outbox(stored.outbox)
    // With nothing to replay, the core is already where it was.
    resumeUpstreams()
  }

  package var isRecovering: Bool { life.isRecovering }

  // MARK: In

  package mutating func hear(_ beat: Beat) {
    upstreams[beat.role.rank].hear(beat)
    if let minute = beat.minuteDone { phases.finished(beat.role, minute: minute, head: beat.headSequence) }
  }

  /// Takes a durable event if it is the next of its stream. One that is ahead comes again with the missing range.
  package mutating func take(
    _ event: Event, from sender: Role, sequence: Int64, time: MarketTime, now: Int64
  ) throws {
    guard C.sources.contains(sender) else { return }
    // Until the core is where it was, only the trader's stream may move it.
    guard !life.isRecovering || sender == .trader else { return }
    if !life.isRecovering, !hasStarted { try start(now: now) }
    guard upstreams[sender.rank].accepts(sequence) else { return }
    if life.isRecovering {
      try life.recover(event, sequence: sequence, time: time)
      // What follows belongs to the time after the restart, so that begins here.
      if !life.isRecovering { try start(now: now) }
    } else if isLockstep {
      phases.add(event, from: sender, sequence: sequence, time: time)
    } else {
      guard C.hears.contains(event.kind) else { return }
      arrivals.append(
        PhaseInputs.Delivery(sender: sender, sequence: sequence, input: Input(time: time, content: .event(event))))
      // A minute's end is its own turn, so that what comes after it is not taken before it.
      if case .minute(let number) = event {
        endOfMinute = number
        try collectTurn(now: now)
      }
    }
  }

  /// No quote has come for this long, in open-market milliseconds; the core gets it in its next turn. Real time only.
  package mutating func noteSilence(of milliseconds: Int64) {
    guard hasStarted, !isLockstep else { return }
    let input = Input(time: life.time, content: .silence(milliseconds: milliseconds))
    arrivals.append(PhaseInputs.Delivery(sender: nil, sequence: 0, input: input))
  }

  /// A range has come; its events are taken one by one after this.
  package mutating func rangeArrived(of role: Role, lastSequence: Int64) {
    upstreams[role.rank].rangeArrived(lastSequence: lastSequence)
  }

  /// A command: judged, stored with the others of its turn, then acknowledged, and carried out in its turn; see
  /// `storeReceived`.
  package mutating func receive(
    _ command: WaitingCommand, deadline: Int64, caller: Surroundings.Caller, now: Int64
  ) throws {
    try intake.receive(command, deadline: deadline, caller: caller, now: now, beside: life.waiting)
  }

  /// Stores what has been received, in one commit, and acknowledges it. Call it before the turn goes on.
  package mutating func storeReceived() throws {
    guard let batch = try intake.store(position: life.heads[Role.trader.rank]) else { return }
    for command in batch.commands { life.keep(command) }
    try intake.acknowledge(batch)
    // What comes before the start is carried out by it, what comes before the trader's first event by that.
    guard hasStarted else { return }
    for command in batch.commands {
      if isLockstep { phases.add(command) } else if isInformed { arrivals.append(delivery(of: command)) }
    }
  }

  /// Commands have been acknowledged by their receivers, so those behind them may go.
  package mutating func acknowledged(_ ids: [String], now: Int64) throws {
    let settled = ids.filter { outbox.settle($0) }
    guard !settled.isEmpty else { return }
    try surroundings.settle(settled)
    try sendOutbox(now: now)
    try sayDoneIfSettled()
  }

  /// Whether every command has been acknowledged.
  package var isSettled: Bool { outbox.isEmpty }

  package func awaitsReply(of role: Role) -> Bool {
    outbox.awaits(role) || upstreams[role.rank].isAwaitingRange
  }

  // MARK: Turns

  /// Starts the core once it has recovered, then runs every turn that can run.
  package mutating func proceed(now: Int64) throws {
    if !hasStarted {
      try life.recover()
      if life.isRecovering { return }
      try start(now: now)
    }
    if isLockstep {
      while outbox.isEmpty, let minute = phases.next {
        try run(phases.take(), endOfMinute: minute.number, now: now)
        try sayDoneIfSettled()
      }
    } else if !arrivals.isEmpty {
      try collectTurn(now: now)
    }
  }

  private mutating func start(now: Int64) throws {
    try life.recover()
    resumeUpstreams()
    hasStarted = true
    if !setAside.isEmpty { try surroundings.setAside(setAside, position: life.heads[Role.trader.rank]) }
    let start = Input(time: life.time, content: .started(epoch: epoch))
    try run([PhaseInputs.Delivery(sender: nil, sequence: 0, input: start)], endOfMinute: nil, now: now)
    // Commands that were acknowledged and not carried out. In lockstep the phases have them.
    if !isLockstep, isInformed { arrivals += life.waiting.map(delivery(of:)) }
  }

  /// Whether the trader has published what is in force, its stream's first event; before that nothing can be decided.
  private var isInformed: Bool { life.heads[Role.trader.rank] > 0 }

  /// After recovery every stream is read on from where the core stands.
  private mutating func resumeUpstreams() {
    phases = PhaseInputs(of: C.self, lastTime: life.time)
    for role in Role.allCases {
      upstreams[role.rank].resume(at: life.heads[role.rank])
      phases.resume(role, at: life.heads[role.rank])
    }
    for command in life.waiting { phases.add(command) }
  }

  private mutating func collectTurn(now: Int64) throws {
    let (deliveries, minute) = (arrivals, endOfMinute)
    arrivals.removeAll(keepingCapacity: true)
    endOfMinute = nil
    let wasInformed = isInformed
    try run(deliveries, endOfMinute: minute, now: now)
    if !wasInformed, isInformed { arrivals += life.waiting.map(delivery(of:)) }
  }

  private func delivery(of command: WaitingCommand) -> PhaseInputs.Delivery {
    let content = Input.Content.command(id: command.id, command.command, from: command.origin)
    return PhaseInputs.Delivery(sender: nil, sequence: 0, input: Input(time: life.time, content: content))
  }

  /// Stores the state now, as before a planned shutdown. A core that has not recovered yet has nothing to store: its
  /// state is behind what is committed.
  package mutating func checkpoint() throws {
    guard hasStarted else { return }
    _ = try surroundings.store(life.checkpoint())
  }

  // MARK: Out

  private mutating func run(_ deliveries: [PhaseInputs.Delivery], endOfMinute: Int64?, now: Int64) throws {
    let turn = life.turn(deliveries, endOfMinute: endOfMinute)
    try intake.finish(turn)
    for command in turn.commands { outbox.add(command) }
    // A stop goes both ways: the latch works where the bus does not, and the bus does not wait for a disk.
    defer {
      for command in turn.commands { if case .stop(let trip) = command.command { surroundings.writeLatch(trip) } }
    }
    try sendOutbox(now: now)
  }

  /// Sends, or resends, what is unacknowledged and due.
  package mutating func sendOutbox(now: Int64) throws {
    for command in outbox.due(now: now) { try surroundings.send(command, now: now) }
  }

  package mutating func askForMissing(now: Int64) throws {
    for role in C.sources where !life.isRecovering || role == .trader {
      guard let from = upstreams[role.rank].rangeToAsk(now: now) else { continue }
      try surroundings.askForRange(of: role, from: from, now: now)
    }
  }

  /// In lockstep the others wait for this beat; it must not be sent before every command has arrived.
  private func sayDoneIfSettled() throws {
    guard isLockstep, hasStarted, outbox.isEmpty else { return }
    try surroundings.beat(progress)
  }

  package var progress: LoopProgress {
    let minute = outbox.isEmpty ? life.minute : life.minute - 1
    return LoopProgress(
      sequence: life.sequence, minuteDone: minute > 0 && hasStarted ? minute : nil, time: life.time,
      heard: upstreams[Role.trader.rank].heard)
  }
}
