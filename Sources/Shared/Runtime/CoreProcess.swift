package import Domain
internal import Foundation
internal import Journal
internal import Safety
package import Wire

/// The shell of monitor, experimenter, controller and optimizer: one loop on one thread around one core.
///
/// Each turn: read what has arrived, run the core, commit once, then send. Only this thread touches anything here.
package final class CoreProcess<C: Core>: RoomProcess {
  package let ambience: Ambience
  package let links: Links
  private let host: CoreHost<C>
  private var loop: CoreLoop<CoreHost<C>>
  private var readiness: Readiness
  private var timers = Timers()
  private var hasSaidReady = false
  /// For the monitor in real time.
  private var silence: FeedSilence?
  private let isLockstep: Bool
  private var peerWatch: PeerWatch
  /// Peers whose journal has been reported as not the one it was.
  private var namedJournals: Set<Role> = []
  /// When the trader's last beat came, and when this process last reconnected to it; monotonic milliseconds.
  private var traderHeard: Int64
  private var reconnected: Int64

  package init(
    _ ambience: Ambience, notify descriptor: Int32?, core: @autoclosure () throws -> C
  ) throws {
    self.ambience = ambience
    let isLockstep = ambience.run.pace == .lockstep
    self.isLockstep = isLockstep
    peerWatch = try ambience.peerWatch()
    traderHeard = MonotonicTime.now.milliseconds
    reconnected = traderHeard
    links = try Links(
      C.role, in: ambience.directory, sources: C.sources,
      beats: isLockstep ? C.awaited : Role.allCases.filter { $0 != C.role })
    if !isLockstep, C.role == .monitor || C.role == .controller { try links.openStopLine(in: ambience.directory) }
    host = CoreHost(ambience, links: links)
    loop = try CoreLoop(
      host.stored(), epoch: ambience.journal.epoch, isLockstep: isLockstep, surroundings: host, initial: core)
    readiness = Readiness(descriptor: descriptor, environment: ProcessInfo.processInfo.environment)
    if C.role == .monitor {
      silence = FeedSilence(ambience.run.pace, finishedFile: ambience.directory.finishedFile)
    }
  }

  /// Runs until it is told to end. Timed work (`tick`) comes between any two pieces of work, none of which takes longer
  /// than a request, an event or a commit.
  package func run() throws {
    while !Signals.isEnding {
      try links.wait(until: timers.next)
      try readEvents()
      try tick()
      try takeRequests()
      try readReplies()
      try tick()
      try proceed(now: MonotonicTime.now.milliseconds)
      try tick()
      try loop.askForMissing(now: MonotonicTime.now.milliseconds)
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

  private func readEvents() throws {
    try links.receivePublished { [self] envelope in
      guard envelope.header.bot == ambience.bot else { return }
      switch envelope.payload {
      case .beat(let beat):
        // A stop-only trader has no market to report.
        if beat.role == .trader, !beat.isStopOnly {
          let now = MonotonicTime.now.milliseconds
          // Its absence was not a silence of the market.
          if !isHearing(now: now) { silence?.hear(at: now) }
          traderHeard = now
        }
        watchJournal(of: beat)
        loop.hear(beat)
      case .event(let event): try take(event, envelope.header)
      }
    }
  }

  /// Once per run of the process: the trip holds until a person re-arms, and the trader detects a lasting cause itself.
  private func watchJournal(of beat: Beat) {
    guard let found = peerWatch.hear(beat, now: MonotonicTime.now.milliseconds) else { return }
    guard namedJournals.insert(found.role).inserted else { return }
    ambience.directory.freeze(found, foundBy: C.role)
  }

  private func take(_ event: Event, _ header: Header) throws {
    guard header.isDurable else { return }
    // An event can be a whole turn with its commit, and a batch of them many.
    try tick()
    let now = MonotonicTime.now.milliseconds
    if case .quotes = event { silence?.hear(at: now) }
    try loop.take(event, from: header.sender, sequence: header.sequence, time: header.time, now: now)
  }

  private func readReplies() throws {
    var settled: [String] = []
    try links.receiveReplies(
      { [self] role, reply in
        switch reply.content {
        // It came too late, too much waited before it, or the peer is starting: it is resent.
        case .refused(.unavailable), .refused(.busy): break
        case .received, .done, .refused: settled.append(reply.id)
        case .range(let messages, let lastSequence):
          loop.rangeArrived(of: role, lastSequence: lastSequence)
          for frames in messages {
            guard let envelope = try? Envelope.decode(frames), case .event(let event) = envelope.payload else {
              continue
            }
            try take(event, envelope.header)
          }
        case .snapshot, .status, .trips, .error: break
        }
      },
      isAwaiting: { [self] role in loop.awaitsReply(of: role) })
    try links.receiveStopReplies(
      { reply in
        switch reply.content {
        case .done, .received: settled.append(reply.id)
        case .refused(let refusal): if case .unavailable = refusal { break } else { settled.append(reply.id) }
        case .range, .snapshot, .status, .trips, .error: break
        }
      },
      isAwaiting: { [self] in loop.awaitsReply(of: .trader) })
    if !settled.isEmpty { try loop.acknowledged(settled, now: MonotonicTime.now.milliseconds) }
  }

  // MARK: Requests

  private func takeRequests() throws {
    try readRequests()
    try loop.storeReceived()
    try tick()
  }

  package var beat: Beat { host.beatNow(loop.progress) }

  package func snapshot() -> Reply.Content { host.outlet.snapshot(durable: loop.progress.sequence) }

  package func answerRange(_ incoming: Links.Incoming, from: Int64, limit: Int64) throws {
    let bytes = ambience.rangeBytes(for: incoming)
    do {
      try links.reply(incoming, ambience.range(from: from, limit: limit, last: loop.progress.sequence, bytes: bytes))
    } catch JournalError.damaged(let path, let finding) {
      // Damage in the past is reported and not served, and the process goes on: its state does not come from there.
      complain("\(C.role.rawValue): \(path): \(finding): run `sotano verify`")
      try links.reply(incoming, .error("\(path): \(finding)"))
    }
  }

  package func trips(from: Int, limit: Int) -> Reply.Content { .error("the trader alone has stops") }

  package func receive(_ command: WaitingCommand, _ incoming: Links.Incoming, now: Int64) throws {
    try loop.receive(command, deadline: incoming.request.deadline, caller: incoming, now: now)
  }

  package func attend(now: Int64) throws {
    try tick()
  }

  // MARK: Beats

  /// What is due now by the clock. It may come between any two events and requests.
  private func tick() throws {
    let now = MonotonicTime.now.milliseconds
    guard now >= timers.next || silence != nil else { return }
    if timers.beat.isDue(now) {
      try demandLock()
      readiness.beat()
      try host.beat(loop.progress)
      renewBindings()
      try hearAnew(now: now)
    }
    if let silence = silence?.due(at: now, isHearing: isHearing(now: now)) { loop.noteSilence(of: silence) }
    if timers.outbox.isDue(now) { try loop.sendOutbox(now: now) }
    if timers.heads.isDue(now) {
      try ambience.remember(loop.upstreams.compactMap(\.beat), position: loop.life.heads[Role.trader.rank])
    }
  }

  /// Whether the trader's stream arrives: its beats come, and nothing that they announce is missing. Otherwise nothing
  /// is known of the market.
  private func isHearing(now: Int64) -> Bool {
    now - traderHeard < Self.deafness && !loop.upstreams[Role.trader.rank].isBehind
  }

  /// Reconnects to a trader of which nothing is heard; one that is down costs a look at its socket's path.
  private func hearAnew(now: Int64) throws {
    guard now - max(traderHeard, reconnected) >= Self.deafness, !isLockstep else { return }
    reconnected = now
    try links.hearAnew(.trader, in: ambience.directory)
  }

  /// Milliseconds without a beat of the trader, of which four are due in a second.
  private static var deafness: Int64 { 1_500 }
}
