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
/// Only this thread touches anything here; stops are answered by another, see `StopDesk`.
final class TraderProcess {
  let ambience: Ambience
  let host: TraderHost
  let links: Links
  private var loop: TraderLoop<TraderHost>
  var readiness: Readiness
  var market: Market
  var peers: [Role: Beat] = [:]
  var timers = TraderTimers()
  let isLockstep: Bool

  init(_ ambience: Ambience, notify descriptor: Int32?) throws {
    self.ambience = ambience
    let manifest = ambience.manifest
    guard let profile = SymbolProfile.named(manifest.symbol.name) else {
      throw StartError.other("there is no profile for \(manifest.symbol)")
    }
    isLockstep = manifest.pace == .lockstep
    links = try Links(
      .trader, in: ambience.directory,
      beats: isLockstep ? Role.trader.awaited : Role.allCases.filter { $0 != .trader })
    host = try TraderHost(ambience, links: links)
    var life = TraderLife(
      try host.stored(),
      initial: Trader(profile: profile, configuration: manifest.configuration, settings: manifest.settings.trader))
    try host.log.truncate(after: life.sequence)
    life.expect(host.orphans(of: life.trader))
    market = try Market(
      manifest, place: life.place, resumption: try host.storedFeed(), calendar: TradingCalendar(week: profile.week),
      profile: profile)
    loop = TraderLoop(
      life, epoch: ambience.journal.epoch,
      identity: StackIdentity(build: Build.identity, configurationHash: ambience.configurationHash),
      isLockstep: isLockstep, now: MonotonicClock.milliseconds(),
      surroundings: host)
    _ = links.watch(descriptor: host.stops.descriptor)
    readiness = Readiness(descriptor: descriptor, environment: ProcessInfo.processInfo.environment)
  }

  func run() throws {
    try loop.start(now: MonotonicClock.milliseconds())
    readiness.ready()
    while !Signals.isEnding {
      let now = MonotonicClock.milliseconds()
      try links.wait(until: min(timers.next, market.nextDue(canAdvance: loop.canAdvance, now: now)))
      try takeStops()
      try lookAtLatch()
      try readBeats()
      try readRequests()
      try moveMarket()
      try host.release()
      try tick()
    }
    readiness.stopping()
    host.stops.close()
    try takeStops()
    try loop.checkpoint()
  }

  // MARK: Stops

  private func takeStops() throws {
    let news = host.stops.collect()
    for trip in news.trips { try loop.take(trip) }
    for remark in news.remarks { try audit(remark) }
  }

  private func lookAtLatch() throws {
    guard timers.latch.isDue(MonotonicClock.milliseconds()) else { return }
    try loop.lookAtLatch()
    // This look was for no order, so a stop need not wait for one.
    host.stops.settle()
  }

  // MARK: Others

  private func readBeats() throws {
    try links.receivePublished { [self] envelope in
      guard case .beat(let beat) = envelope.payload, envelope.header.bot == ambience.bot else { return }
      peers[beat.role] = beat
      try loop.hear(beat, now: MonotonicClock.milliseconds())
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
          epoch: ambience.journal.epoch, durableSequence: loop.life.sequence,
          transientSequence: host.transientSequence)
        try links.reply(incoming, .snapshot(position: position, messages: host.latest.all))
      case .query(.range(let from, let limit)):
        let records = try host.log.read(
          from: from, limit: Int(min(limit, WireLimits.rangeMessages)), bytes: WireLimits.replyMessages / 2)
        let messages = records.compactMap { PackedFrames.unpack($0.payload) }
        try links.reply(incoming, .range(messages: messages, lastSequence: loop.life.sequence))
      case .command(let command): try receive(command, incoming)
      }
    }
  }

  private func receive(_ command: Command, _ incoming: Links.Incoming) throws {
    guard let origin = ambience.origin(of: incoming) else {
      try audit("a command by user \(incoming.userID), process \(incoming.processID) was refused")
      return try links.reply(incoming, .refused(.notAuthorised("this peer has no role and gives no name")))
    }
    try loop.receive(
      WaitingCommand(id: incoming.request.id, command: command, origin: origin), deadline: incoming.request.deadline,
      caller: incoming, now: MonotonicClock.milliseconds())
  }

  // MARK: The market

  private func moveMarket() throws {
    if let resumption = try market.resumption() { host.feedToStore = resumption }
    if isLockstep {
      guard loop.canAdvance else { return }
      guard let quotes = try market.nextMinute() else { return try finish() }
      try loop.runMinute(quotes)
    } else {
      let begin = MonotonicClock.milliseconds()
      for _ in 0..<market.quotesPerTurn {
        try takeStops()
        let now = MonotonicClock.milliseconds()
        guard now - begin < 2, let step = try market.nextStep(now: now) else { return }
        switch step {
        case .quote(let quote): try loop.advance(quote)
        case .endOfMinute: try loop.endMinute()
        case .end: return try finish()
        }
      }
    }
  }

  private func finish() throws {
    guard !market.isFinished else { return }
    try loop.checkpoint()
    try market.finish(loop.life, ambience)
  }

  // MARK: Time

  private func tick() throws {
    let now = MonotonicClock.milliseconds()
    if timers.beat.isDue(now) {
      readiness.beat()
      try host.publish(beat, at: loop.trader.time)
      guard ambience.lock.stillStands else { throw StartError.lock(.taken(role: .trader, by: nil)) }
    }
    if timers.silence.isDue(now), !isLockstep {
      if access(ambience.directory.plannedDown, F_OK) == 0 { loop.disarm(now: now) }
      try loop.hearSilence(now: now)
    }
    if timers.venue.isDue(now) { try loop.verifyFlat() }
    if timers.alarm.isDue(now) { try loop.repeatAlarm() }
    if timers.heads.isDue(now) { try ambience.remember(Array(peers.values), position: loop.life.sequence) }
  }

  var beat: Beat {
    let head = host.chainHead
    let trader = loop.trader
    return Beat(
      role: .trader, epoch: ambience.journal.epoch, headSequence: loop.life.sequence,
      journal: head.number > 0 ? Wire.JournalHead(sequence: head.number, hash: [UInt8](head.hash.bytes)) : nil,
      minuteDone: trader.minute > 0 ? trader.minute : nil, version: trader.ledger.version,
      fence: trader.ledger.fence, level: trader.level, build: Build.identity,
      configurationHash: ambience.configurationHash)
  }

  private func audit(_ text: String) throws {
    try loop.say(.incident(Incident(kind: .fenced, detail: text)))
  }
}

/// When the trader's loop must turn although nothing has come.
struct TraderTimers {
  var beat = LoopTimer(every: 250)
  var silence = LoopTimer(every: 100)
  var latch = LoopTimer(every: 10)
  var venue = LoopTimer(every: 100)
  var alarm = LoopTimer(every: 30_000)
  var heads = LoopTimer(every: 1_000)

  var next: Int64 { min(beat.next, silence.next, latch.next, venue.next, alarm.next, heads.next) }
}
