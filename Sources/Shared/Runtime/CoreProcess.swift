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
  private var loop: CoreLoop<CoreHost<C>>
  private var readiness: Readiness
  private var timers = Timers()
  private var hasSaidReady = false
  /// For the monitor in real time.
  private var silence: FeedSilence?

  package init(
    _ ambience: Ambience, notify descriptor: Int32?, core: @autoclosure () throws -> C
  ) throws {
    self.ambience = ambience
    let isLockstep = ambience.manifest.pace == .lockstep
    links = try Links(
      C.role, in: ambience.directory,
      beats: isLockstep ? C.role.awaited : Role.allCases.filter { $0 != C.role })
    host = CoreHost(ambience, links: links)
    loop = try CoreLoop(
      host.stored(), epoch: ambience.journal.epoch, isLockstep: isLockstep, surroundings: host, initial: core)
    readiness = Readiness(descriptor: descriptor, environment: ProcessInfo.processInfo.environment)
    if C.role == .monitor {
      silence = FeedSilence(ambience.manifest.pace, finishedFile: ambience.directory.finishedFile)
    }
  }

  /// Runs until it is told to end.
  package func run() throws {
    while !Signals.isEnding {
      try links.wait(until: timers.next)
      let now = MonotonicClock.milliseconds()
      try readEvents(now: now)
      try readRequests(now: now)
      try readReplies(now: now)
      try proceed(now: now)
      try loop.askForMissing(now: now)
      try tick(now: now)
    }
    readiness.stopping()
    try loop.checkpoint()
  }

  private func proceed(now: Int64) throws {
    try loop.proceed(now: now)
    guard loop.hasStarted, !hasSaidReady else { return }
    hasSaidReady = true
    readiness.ready()
  }

  // MARK: In

  private func readEvents(now: Int64) throws {
    try links.receivePublished { [self] envelope in
      guard envelope.header.bot == ambience.bot else { return }
      switch envelope.payload {
      case .beat(let beat): loop.hear(beat)
      case .event(let event): attempt { try take(event, envelope.header, now: now) }
      }
    }
    try raise()
  }

  private func take(_ event: Event, _ header: Header, now: Int64) throws {
    guard header.isDurable else { return }
    if case .quotes = event { silence?.hear(at: now) }
    try loop.take(event, from: header.sender, sequence: header.sequence, time: header.time, now: now)
  }

  private func readReplies(now: Int64) throws {
    var settled: [String] = []
    try links.receiveReplies(
      { [self] role, reply in
        switch reply.content {
        // It came too late or the other is starting: it is sent again.
        case .refused(.unavailable): break
        case .received, .done, .refused: settled.append(reply.id)
        case .range(let messages, let lastSequence):
          loop.rangeArrived(of: role, lastSequence: lastSequence)
          for frames in messages {
            guard let envelope = try? Envelope.decode(frames), case .event(let event) = envelope.payload else {
              continue
            }
            try take(event, envelope.header, now: now)
          }
        case .snapshot, .status, .error: break
        }
      },
      isAwaiting: { [self] role in loop.awaitsReply(of: role) })
    if !settled.isEmpty { try loop.acknowledged(settled, now: now) }
  }

  // MARK: Requests

  private func readRequests(now: Int64) throws {
    try links.receiveRequests { [self] incoming in
      let request = incoming.request
      guard request.bot == ambience.bot else {
        return try links.reply(incoming, .error("this stack's bot is \(ambience.bot), not \(request.bot)"))
      }
      switch request.content {
      case .query(.status): try links.reply(incoming, .status(host.beatNow(loop.progress)))
      case .query(.snapshot):
        try links.reply(
          incoming, .snapshot(position: host.position(loop.progress), messages: host.latest.all))
      case .query(.range(let from, let limit)):
        try links.reply(incoming, ambience.range(from: from, limit: limit, last: loop.progress.sequence))
      case .command(let command): try receive(command, incoming, now: now)
      }
    }
  }

  private func receive(_ command: Command, _ incoming: Links.Incoming, now: Int64) throws {
    guard let origin = ambience.origin(of: incoming) else {
      return try links.reply(incoming, .refused(.notAuthorised("this peer has no role and gives no name")))
    }
    try loop.receive(
      WaitingCommand(id: incoming.request.id, command: command, origin: origin), deadline: incoming.request.deadline,
      caller: incoming, now: now)
  }

  // MARK: Beats

  private func tick(now: Int64) throws {
    if timers.beat.isDue(now) {
      readiness.beat()
      try host.beat(loop.progress)
      guard ambience.lock.stillStands else { throw StartError.lock(.taken(role: C.role, by: nil)) }
    }
    if let silence = silence?.due(at: now) { loop.noteSilence(of: silence) }
    if timers.outbox.isDue(now) { try loop.sendOutbox(now: now) }
    if timers.heads.isDue(now) {
      try ambience.remember(
        loop.upstreams.map { ($0.role, $0.journal) }, position: loop.life.heads[Role.trader.rank])
    }
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
