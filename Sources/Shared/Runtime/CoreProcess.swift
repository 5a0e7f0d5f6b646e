package import Domain
internal import Foundation
internal import Journal
internal import Safety
internal import Stack
internal import Wire

/// The shell of monitor, experimenter, controller and optimizer: one loop on one thread around one core.
///
/// Each turn: what has arrived, the core, one commit, then what is to be sent. Only this thread touches anything here.
package final class CoreProcess<C: Core> {
  private let ambience: Ambience
  private let host: CoreHost<C>
  private let links: Links
  private var phases: PhaseInputs
  private var upstreams: [Upstream]
  private var outbox: Outbox
  private var latest = LatestMessages()
  private var replies = PendingReplies()
  private var readiness: Readiness
  private var timers = Timers()
  private let isLockstep: Bool
  private var hasStarted = false
  /// Real time: inputs of the turn that is being collected.
  private var arrivals: [PhaseInputs.Delivery] = []
  private var endOfMinute: Int64?

  package init(
    _ ambience: Ambience, notify descriptor: Int32?, core: @autoclosure () throws -> C
  ) throws {
    self.ambience = ambience
    host = try CoreHost(
      initial: try core(), journal: ambience.journal, bot: ambience.bot, symbol: ambience.manifest.symbol,
      wallClock: { wallClockMilliseconds() })
    isLockstep = ambience.manifest.pace == .lockstep
    links = try Links(
      C.role, in: ambience.directory,
      beats: isLockstep ? C.role.awaited : Role.allCases.filter { $0 != C.role })
    phases = PhaseInputs(role: C.role, lastTime: host.time)
    upstreams = Role.allCases.map { [heads = host.heads] role in Upstream(role: role, last: heads[role.rank]) }
    outbox = Outbox(try ambience.journal.pendingOutbox())
    readiness = Readiness(descriptor: descriptor, environment: ProcessInfo.processInfo.environment)
    // Where nothing is to be taken again, this is where the core stands already.
    resumeUpstreams()
  }

  /// Runs until it is told to end.
  package func run() throws {
    while !Signals.isEnding {
      try links.wait(until: timers.next)
      let now = MonotonicClock.milliseconds()
      try readEvents()
      try readRequests(now: now)
      try readReplies()
      try proceed()
      try askForMissing(now: now)
      try tick(now: now)
    }
    try host.checkpoint()
    readiness.stopping()
  }

  // MARK: In

  private func readEvents() throws {
    try links.receivePublished { [self] envelope in
      guard envelope.header.bot == ambience.bot else { return }
      switch envelope.payload {
      case .beat(let beat):
        upstreams[beat.role.rank].hear(beat)
        if let minute = beat.minuteDone {
          phases.finished(beat.role, minute: minute, head: beat.headSequence)
        }
      case .event(let event):
        take(event, envelope.header)
      }
    }
  }

  /// Takes an event where it is the next of its stream. One that is ahead of it comes again with the missing range.
  private func take(_ event: Event, _ header: Header) {
    guard header.isDurable, C.role.sources.contains(header.sender) else { return }
    // Until the core is where it was, only the trader's stream may move it.
    guard !host.isRecovering || header.sender == .trader else { return }
    guard upstreams[header.sender.rank].accepts(header.sequence) else { return }
    if host.isRecovering {
      recover(event, header)
    } else if isLockstep {
      phases.add(event, from: header.sender, sequence: header.sequence, time: header.time)
    } else {
      guard event.listeners.contains(C.role) else { return }
      arrivals.append(
        PhaseInputs.Delivery(
          sender: header.sender, sequence: header.sequence,
          input: Input(time: header.time, content: .event(event))))
      if case .minute(let number) = event { endOfMinute = number }
      // A minute's end is its own turn, so that what comes after it is not taken before it.
      if endOfMinute != nil { collectTurn() }
    }
  }

  private func recover(_ event: Event, _ header: Header) {
    attempt { try host.recover(event, sequence: header.sequence, time: header.time) }
    if !host.isRecovering { resumeUpstreams() }
  }

  /// After recovery every stream is read on from where the core stands.
  private func resumeUpstreams() {
    phases = PhaseInputs(role: C.role, lastTime: host.time)
    for role in Role.allCases {
      upstreams[role.rank].resume(at: host.heads[role.rank])
      phases.resume(role, at: host.heads[role.rank])
    }
    for command in host.waiting { phases.add(command) }
  }

  // MARK: Turns

  /// Starts the core when it is where it was, then runs every turn that can run.
  private func proceed() throws {
    try raise()
    if !hasStarted {
      if host.isRecovering {
        attempt { try host.recover() }
        try raise()
        if host.isRecovering { return }
        resumeUpstreams()
      }
      hasStarted = true
      let start = Input(time: host.time, content: .started(epoch: ambience.journal.epoch))
      try send(host.turn([PhaseInputs.Delivery(sender: nil, sequence: 0, input: start)], endOfMinute: nil))
      // Commands that were acknowledged in a former life and had not had their turn. In lockstep the phases have them.
      if !isLockstep { arrivals += host.waiting.map(delivery(of:)) }
      readiness.ready()
    }
    if isLockstep {
      while outbox.isEmpty, let minute = phases.next {
        try send(host.turn(phases.take(), endOfMinute: minute.number))
        sayDoneIfSettled()
      }
    } else if !arrivals.isEmpty {
      collectTurn()
      try raise()
    }
  }

  private func collectTurn() {
    let (deliveries, minute) = (arrivals, endOfMinute)
    arrivals.removeAll(keepingCapacity: true)
    endOfMinute = nil
    attempt { try send(host.turn(deliveries, endOfMinute: minute)) }
  }

  /// In lockstep the others wait for this word; it must not come before every command has arrived.
  private func sayDoneIfSettled() {
    guard isLockstep, hasStarted, outbox.isEmpty else { return }
    attempt { try beat() }
  }

  // MARK: Out

  private func send(_ outbound: Outbound) throws {
    for frames in outbound.frames {
      latest.note(frames)
      try links.publish(frames)
    }
    for answer in outbound.answers {
      guard let waiting = replies.take(answer.id) else { continue }
      try links.reply(waiting, answer.refusal.map { .refused($0) } ?? .done)
    }
    for (id, command) in outbound.commands {
      // The latch works where the bus does not; a stop takes both ways.
      if case .stop(let trip) = command { ambience.writeLatch(trip) }
      outbox.add(id: id, command)
    }
    try sendOutbox(now: MonotonicClock.milliseconds())
  }

  private func sendOutbox(now: Int64) throws {
    for entry in outbox.due(now: now) {
      let request = Request(
        bot: ambience.bot, id: entry.id, deadline: now + 10_000, content: .command(entry.command))
      try links.send(request, to: entry.command.recipient)
    }
  }

  private func readReplies() throws {
    var settled: [String] = []
    try links.receiveReplies(
      { [self] role, reply in
        switch reply.content {
        case .received, .done, .refused:
          if outbox.settle(reply.id) { settled.append(reply.id) }
        case .range(let messages, let lastSequence):
          upstreams[role.rank].rangeArrived(lastSequence: lastSequence)
          for frames in messages {
            guard let envelope = try? Envelope.decode(frames), case .event(let event) = envelope.payload else {
              continue
            }
            take(event, envelope.header)
          }
        case .snapshot, .status, .error: break
        }
      },
      isAwaiting: { [self] role in
        outbox.awaits(role) || upstreams[role.rank].isAwaitingRange
      })
    guard !settled.isEmpty else { return }
    try ambience.journal.turn { (turn) throws(JournalError) in
      for id in settled { _ = try turn.settle(id: id) }
    }
    sayDoneIfSettled()
  }

  private func askForMissing(now: Int64) throws {
    for role in C.role.sources where !host.isRecovering || role == .trader {
      guard let from = upstreams[role.rank].rangeToAsk(now: now) else { continue }
      let request = Request(
        bot: ambience.bot, id: "range-\(C.role.rawValue)-\(ambience.journal.epoch)-\(from)", deadline: now + 1000,
        content: .query(.range(from: from, limit: 2000)))
      try links.send(request, to: role)
    }
  }

  // MARK: Requests

  private func readRequests(now: Int64) throws {
    try links.receiveRequests { [self] incoming in
      let request = incoming.request
      guard request.bot == ambience.bot else {
        return try links.reply(incoming, .error("this stack's bot is \(ambience.bot), not \(request.bot)"))
      }
      switch request.content {
      case .query(.status): try links.reply(incoming, .status(currentBeat))
      case .query(.snapshot): try links.reply(incoming, .snapshot(position: position, messages: latest.all))
      case .query(.range(let from, let limit)):
        try links.reply(incoming, ambience.range(from: from, limit: limit, last: host.writer.durable))
      case .command(let command): try receive(command, incoming, now: now)
      }
    }
  }

  private func receive(_ command: Command, _ incoming: Links.Incoming, now: Int64) throws {
    let request = incoming.request
    guard let origin = ambience.origin(of: incoming) else {
      return try links.reply(incoming, .refused(.notAuthorised("this peer has no role and gives no name")))
    }
    guard command.recipient == C.role else {
      return try links.reply(incoming, .refused(.malformed("this request is for the \(command.recipient.rawValue)")))
    }
    if let recorded = try ambience.journal.answer(for: request.id) {
      return try links.reply(incoming, ambience.reply(recorded: recorded))
    }
    guard now < request.deadline else {
      return try links.reply(incoming, .refused(.unavailable("the deadline is over")))
    }
    let isKnown = host.waiting.contains { $0.id == request.id }
    let kept = WaitingCommand(id: request.id, command: command, origin: origin)
    if !isKnown { try host.keep(kept) }
    if case .role = origin { try links.reply(incoming, .received) } else { replies.note(request.id, incoming) }
    guard !isKnown else { return }
    if isLockstep {
      phases.add(kept)
    } else {
      arrivals.append(delivery(of: kept))
    }
  }

  private func delivery(of command: WaitingCommand) -> PhaseInputs.Delivery {
    let content = Input.Content.command(id: command.id, command.command, from: command.origin)
    return PhaseInputs.Delivery(sender: nil, sequence: 0, input: Input(time: host.time, content: content))
  }

  // MARK: Beats

  private func tick(now: Int64) throws {
    if timers.beat.isDue(now) {
      readiness.beat()
      try beat()
      guard ambience.lock.stillStands else { throw StartError.lock(.taken(role: C.role, by: nil)) }
    }
    if timers.outbox.isDue(now) { try sendOutbox(now: now) }
    if timers.heads.isDue(now) {
      try ambience.remember(upstreams.map { ($0.role, $0.journal) }, position: host.heads[Role.trader.rank])
    }
  }

  private func beat() throws {
    try links.publish(host.writer.encode(currentBeat, at: host.time))
  }

  private var currentBeat: Beat {
    let head = host.chainHead
    let minute = outbox.isEmpty ? host.minute : host.minute - 1
    return Beat(
      role: C.role, epoch: ambience.journal.epoch, headSequence: host.writer.durable,
      journal: head.number > 0 ? Wire.JournalHead(sequence: head.number, hash: [UInt8](head.hash.bytes)) : nil,
      minuteDone: minute > 0 && hasStarted ? minute : nil, build: Build.identity,
      configurationHash: ambience.configurationHash)
  }

  private var position: StreamPosition {
    StreamPosition(
      epoch: ambience.journal.epoch, durableSequence: host.writer.durable,
      transientSequence: host.writer.transient)
  }

  // MARK: Errors inside callbacks

  private var failure: (any Error)?

  /// Runs a step inside a callback that cannot throw; the error ends the turn in `raise`.
  private func attempt(_ body: () throws -> Void) {
    guard failure == nil else { return }
    do { try body() } catch { failure = error }
  }

  private func raise() throws {
    if let failure { throw failure }
  }
}
