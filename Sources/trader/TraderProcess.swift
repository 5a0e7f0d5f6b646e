import Bus
import Domain
import Foundation
import GridTrading
import Journal
import MarketFeeds
import ReferenceBot
import Runtime
import Safety
import Stack
import Wire

/// The bot's loop: stops first, then what was asked, then the market.
///
/// Only this thread touches anything here.
final class TraderProcess {
  let ambience: Ambience
  let host: TraderHost
  let links: Links
  let latch: Latch
  let watch: LatchWatch
  private let latchToken: Poller.Token?
  var gate: LatchGate
  var latest = LatestMessages()
  var answers: [String: Links.Incoming] = [:]
  var readiness: Readiness
  var market: Market
  var deadMan: DeadMan
  var peers: [Role: Beat] = [:]
  var timers = TraderTimers()
  let isLockstep: Bool
  /// Trips that silence has made in this life.
  var silenceTrips = 0

  init(_ ambience: Ambience, notify descriptor: Int32?) throws {
    self.ambience = ambience
    let manifest = ambience.manifest
    guard let profile = SymbolProfile.named(manifest.symbol.name) else {
      throw StartError.other("there is no profile for \(manifest.symbol)")
    }
    host = try TraderHost(
      initial: Trader(profile: profile, configuration: manifest.configuration, settings: manifest.settings.trader),
      journal: ambience.journal, log: StreamLog(path: "\(ambience.directory.path)/stream.log"),
      venue: VenueLog(path: "\(ambience.directory.path)/venue.jsonl"), bot: ambience.bot,
      wallClock: { wallClockMilliseconds() })
    latch = ambience.latch
    watch = LatchWatch(latch)
    gate = LatchGate(watch, known: host.trader.trips.all)
    isLockstep = manifest.pace == .lockstep
    market = try Market(manifest, place: host.place, calendar: TradingCalendar(week: profile.week), profile: profile)
    deadMan = DeadMan(now: MonotonicClock.milliseconds())
    links = try Links(
      .trader, in: ambience.directory,
      beats: isLockstep ? Role.trader.awaited : Role.allCases.filter { $0 != .trader })
    latchToken = watch.descriptor >= 0 ? links.watch(descriptor: watch.descriptor) : nil
    readiness = Readiness(descriptor: descriptor, environment: ProcessInfo.processInfo.environment)
  }

  func run() throws {
    if !isLockstep { try hearSilence(now: MonotonicClock.milliseconds()) }
    try send(host.store(host.act { $0.receive(Input(time: $0.time, content: .started(epoch: 0))) }))
    readiness.ready()
    while !Signals.isEnding {
      let now = MonotonicClock.milliseconds()
      try links.wait(until: min(timers.next, market.nextDue(canAdvance: canAdvance, now: now)))
      try readStops()
      try lookAtLatch()
      try readBeats()
      try readRequests()
      try moveMarket()
      try tick()
    }
    try host.checkpoint()
    readiness.stopping()
  }

  // MARK: Stops

  /// A stop is refused in memory and acknowledged before anything is written.
  private func readStops() throws {
    try links.receiveStops { [self] incoming in
      guard incoming.request.bot == ambience.bot else {
        return try links.reply(incoming, .error("this stack's bot is \(ambience.bot)"))
      }
      guard case .command(.stop(let trip)) = incoming.request.content else {
        return try links.reply(incoming, .refused(.malformed("the stop socket takes stops only")))
      }
      guard incoming.userID == getuid() else {
        try links.reply(incoming, .refused(.notAuthorised("another user")))
        return try audit("a stop by user \(incoming.userID) was refused")
      }
      let effects = host.act { $0.take(trip) }
      try links.reply(incoming, .done)
      ambience.writeLatch(trip)
      try send(host.store(effects))
    }
  }

  private func lookAtLatch() throws {
    // Every order asks the latch by itself; here it is asked when it has changed and, for good measure, with every beat.
    guard latchToken.map(links.isReady) ?? true || timers.latch.isDue(MonotonicClock.milliseconds()) else { return }
    for trip in gate.newTrips() where !host.trader.trips.contains(trip.id) {
      try send(host.store(host.act { $0.take(trip) }))
    }
  }

  /// What the silence of monitor and controller demands. Freezing passes; more needs a person, so it is a trip.
  private func hearSilence(now: Int64) throws {
    let reading = deadMan.reading(at: now)
    let awaits = !reading.allowsEntries && reading.level < .reducing
    try send(host.store(host.act { $0.hear(silence: min(reading.level, .frozen), awaitsCompany: awaits) }))
    guard reading.level > .frozen, reading.level > host.trader.trips.level else { return }
    silenceTrips += 1
    let trip = Trip(
      id: "silence-\(ambience.journal.epoch)-\(silenceTrips)", level: reading.level,
      reason: "monitor or controller fell silent", source: "trader", time: wallClockMilliseconds())
    let effects = host.act { $0.take(trip) }
    ambience.writeLatch(trip)
    try send(host.store(effects))
  }

  // MARK: Others

  private func readBeats() throws {
    try links.receivePublished { [self] envelope in
      guard case .beat(let beat) = envelope.payload, envelope.header.bot == ambience.bot else { return }
      peers[beat.role] = beat
      switch beat.role {
      case .monitor: deadMan.beat(.monitor, at: MonotonicClock.milliseconds())
      case .controller: deadMan.beat(.controller, at: MonotonicClock.milliseconds())
      case .trader, .experimenter, .optimizer: break
      }
    }
  }

  private func readRequests() throws {
    try links.receiveRequests { [self] incoming in
      let request = incoming.request
      guard request.bot == ambience.bot else {
        return try links.reply(incoming, .error("this stack's bot is \(ambience.bot), not \(request.bot)"))
      }
      switch request.content {
      case .query(.status): try links.reply(incoming, .status(beat))
      case .query(.snapshot):
        let position = StreamPosition(
          epoch: ambience.journal.epoch, durableSequence: host.writer.durable,
          transientSequence: host.writer.transient)
        try links.reply(incoming, .snapshot(position: position, messages: latest.all))
      case .query(.range(let from, let limit)):
        let records = try host.log.read(
          from: from, limit: Int(min(limit, WireLimits.rangeMessages)), bytes: WireLimits.replyMessages / 2)
        let messages = records.compactMap { PackedFrames.unpack($0.1) }
        try links.reply(incoming, .range(messages: messages, lastSequence: host.writer.durable))
      case .command(let command): try receive(command, incoming)
      }
    }
  }

  private func receive(_ command: Command, _ incoming: Links.Incoming) throws {
    let request = incoming.request
    guard let origin = ambience.origin(of: incoming) else {
      try audit("a command by user \(incoming.userID), process \(incoming.processID) was refused")
      return try links.reply(incoming, .refused(.notAuthorised("this peer has no role and gives no name")))
    }
    guard command.recipient == .trader else {
      return try links.reply(
        incoming, .refused(.malformed("this request is for the \(command.recipient.rawValue)")))
    }
    if let recorded = try ambience.journal.answer(for: request.id) {
      return try links.reply(incoming, ambience.reply(recorded: recorded))
    }
    guard MonotonicClock.milliseconds() < request.deadline else {
      return try links.reply(incoming, .refused(.unavailable("the deadline is over")))
    }
    let isKnown = host.waiting.contains { $0.id == request.id }
    if !isKnown { try host.keep(WaitingCommand(id: request.id, command: command, origin: origin)) }
    guard case .person = origin else {
      try links.reply(incoming, .received)
      if !isLockstep { try carryOutWaiting() }
      return
    }
    answers[request.id] = incoming
    try carryOutWaiting(of: request.id, command)
  }

  /// A person's request does not wait for the market.
  private func carryOutWaiting(of id: String, _ command: Command) throws {
    try carryOutWaiting()
    guard case .rearm(let trip, _) = command, !host.trader.trips.contains(trip) else { return }
    try? latch.archive(trip)
    gate.forget(trip)
    watch.refresh()
    deadMan.rearm(at: MonotonicClock.milliseconds())
  }

  private func carryOutWaiting() throws {
    try send(host.store(host.takeWaiting()))
  }

  // MARK: The market

  /// In lockstep: whether everybody has dealt with the minute before.
  private var canAdvance: Bool {
    guard isLockstep else { return true }
    // The optimizer's phase is the last; when it is done, all are.
    return peers[.optimizer].map { ($0.minuteDone ?? 0) >= host.trader.minute } ?? false
  }

  private func moveMarket() throws {
    if isLockstep {
      guard canAdvance else { return }
      guard let quotes = try market.nextMinute() else { return try market.finish(host, ambience) }
      var effects = host.takeWaiting()
      effects += host.advance(quotes, gate: &gate)
      effects += host.endMinute()
      try send(host.store(effects))
    } else {
      for _ in 0..<market.quotesPerTurn {
        guard let step = try market.nextStep(now: MonotonicClock.milliseconds()) else { return }
        switch step {
        case .quote(let quote): try send(host.store(host.advance([quote], gate: &gate)))
        case .endOfMinute: try send(host.store(host.endMinute()))
        case .end: return try market.finish(host, ambience)
        }
      }
    }
  }

  // MARK: Time

  private func tick() throws {
    let now = MonotonicClock.milliseconds()
    if timers.beat.isDue(now) {
      readiness.beat()
      try links.publish(host.encode(beat))
      watch.refresh()
      guard ambience.lock.stillStands else { throw StartError.lock(.taken(role: .trader, by: nil)) }
    }
    if timers.silence.isDue(now), !isLockstep { try hearSilence(now: now) }
    if timers.venue.isDue(now) { try send(host.store(host.act { $0.verifyFlat() })) }
    if timers.alarm.isDue(now), let alarm = host.trader.notFlatAlarm { try send(host.store([.publish(alarm)])) }
    if timers.heads.isDue(now) { try ambience.remember(Array(peers.values), position: host.writer.durable) }
  }

  var beat: Beat {
    let head = host.chainHead
    return Beat(
      role: .trader, epoch: ambience.journal.epoch, headSequence: host.writer.durable,
      journal: head.number > 0 ? Wire.JournalHead(sequence: head.number, hash: [UInt8](head.hash.bytes)) : nil,
      minuteDone: host.trader.minute > 0 ? host.trader.minute : nil, version: host.trader.ledger.version,
      fence: host.trader.ledger.fence, level: host.trader.level, build: Build.identity,
      configurationHash: ambience.configurationHash)
  }

  // MARK: Out

  private func send(_ outbound: Outbound) throws {
    for frames in outbound.frames {
      latest.note(frames)
      try links.publish(frames)
    }
    for answer in outbound.answers {
      guard let incoming = answers.removeValue(forKey: answer.id) else { continue }
      try links.reply(incoming, answer.refusal.map { .refused($0) } ?? .done)
    }
  }

  private func audit(_ text: String) throws {
    try send(host.store([.publish(.incident(Incident(kind: .fenced, detail: text)))]))
  }
}

/// When the trader's loop must turn although nothing has come.
struct TraderTimers {
  var beat = LoopTimer(every: 250)
  var silence = LoopTimer(every: 100)
  var latch = LoopTimer(every: 200)
  var venue = LoopTimer(every: 100)
  var alarm = LoopTimer(every: 30_000)
  var heads = LoopTimer(every: 1_000)

  var next: Int64 { min(beat.next, silence.next, latch.next, venue.next, alarm.next, heads.next) }
}
