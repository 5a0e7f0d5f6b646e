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
import TraderRuntime
import Wire

/// The bot's loop: stops first, then requests, then the market.
///
/// Only this thread touches anything here; stops are answered by another, see `StopDesk`.
final class TraderProcess: RoomProcess {
  let ambience: Ambience
  let host: TraderHost
  let links: Links
  private var loop: TraderLoop<TraderHost>
  var readiness: Readiness
  var market: Market
  var peers: [Role: Beat] = [:]
  var timers = TraderTimers()
  /// When a planned `down` was first seen; monotonic milliseconds.
  private var plannedSince: Int64?
  /// Log lines about refused senders, folded.
  private var audits = Folding()
  /// When the market was last looked at; monotonic milliseconds.
  private var marketAt: Int64 = 0
  let isLockstep: Bool
  /// Damage found when a part of the stream was requested, as far as it has been logged.
  private var namedDamage: StreamLogError?

  init(_ ambience: Ambience, _ manifest: RunManifest, notify descriptor: Int32?) throws {
    self.ambience = ambience
    let profile = try manifest.knownProfile()
    isLockstep = manifest.pace == .lockstep
    links = try Links(
      .trader, in: ambience.directory, sources: Trader.sources,
      beats: isLockstep ? Trader.awaited : Role.allCases.filter { $0 != .trader })
    host = try TraderHost(ambience, links: links)
    var life = TraderLife(
      try host.stored(),
      initial: Trader(profile: profile, configuration: manifest.configuration, settings: manifest.settings.trader))
    // What a writer had asked for before its journal was lost is not its successor's.
    let leastFence = try host.leastFence()
    _ = life.act { trader in
      trader.fence(from: leastFence)
      return []
    }
    try host.log.truncate(after: life.sequence)
    host.remind(&life)
    market = try Market(
      manifest, place: life.place, resumption: try host.storedFeed(), memory: try host.storedData(),
      calendar: TradingCalendar(week: profile.week), profile: profile)
    loop = TraderLoop(
      life, epoch: ambience.journal.epoch,
      identity: ambience.identity,
      isLockstep: isLockstep, peers: try ambience.peerWatch(), now: MonotonicTime.now.milliseconds,
      surroundings: host)
    _ = links.watch(descriptor: host.stops.descriptor)
    readiness = Readiness(descriptor: descriptor, environment: ProcessInfo.processInfo.environment)
  }

  func run() throws {
    try loop.start(now: MonotonicTime.now.milliseconds)
    readiness.ready()
    while !Signals.isEnding {
      let now = MonotonicTime.now.milliseconds
      try links.wait(until: min(timers.next, market.nextDue(canAdvance: loop.canAdvance, now: now)))
      try attend()
      try readBeats()
      try takeRequests()
      try moveMarket()
      try host.release()
      try attend()
    }
    readiness.stopping()
    host.stops.close()
    try takeStops()
    try loop.checkpoint()
  }

  /// Timed work: stops, the latch, beats and the other timers. It comes between any two requests and between any two
  /// commits, so that neither a client nor a disk can keep it waiting for more than one of them.
  private func attend() throws {
    try takeStops()
    try lookAtLatch()
    try tick()
  }

  // MARK: Stops

  private func takeStops() throws {
    let news = host.stops.collect()
    if !news.trips.isEmpty { try loop.take(news.trips) }
    for remark in news.remarks { audits.note(remark) }
  }

  private func lookAtLatch() throws {
    guard timers.latch.isDue(MonotonicTime.now.milliseconds) else { return }
    try loop.lookAtLatch()
    // This look was for no order, so a stop need not wait for one.
    host.stops.settle()
  }

  // MARK: Others

  private func readBeats() throws {
    try links.receivePublished { [self] envelope in
      guard case .beat(let beat) = envelope.payload, envelope.header.bot == ambience.bot else { return }
      peers[beat.role] = beat
      try loop.hear(beat, now: MonotonicTime.now.milliseconds)
    }
  }

  /// The commands of a turn share two commits: one stores them, one carries them out.
  private func takeRequests() throws {
    try readRequests()
    try loop.storeReceived()
    try attend()
    try loop.carryOutReceived(now: MonotonicTime.now.milliseconds)
    try attend()
  }

  func attend(now: Int64) throws {
    try attend()
    guard now - marketAt >= Self.marketPause else { return }
    try moveMarket()
    try host.release()
  }

  /// Milliseconds that requests may keep the market waiting.
  private static let marketPause: Int64 = 5

  func snapshot() -> Reply.Content { host.outlet.snapshot(durable: loop.life.sequence) }

  func trips(from: Int, limit: Int) -> Reply.Content {
    let trips = loop.trader.trips.all
    return .trips(Array(trips.dropFirst(from).prefix(limit)), count: trips.count)
  }

  /// Damage is reported and not served: the caller must not take it for a part of the stream, nor for its end.
  func answerRange(_ incoming: Links.Incoming, from: Int64, limit: Int64) throws {
    do {
      guard try host.log.prepare(for: from) else { return links.putBack(incoming) }
      let records = try host.log.read(
        from: from, limit: Int(min(limit, WireLimits.rangeMessages)), bytes: ambience.rangeBytes(for: incoming))
      let messages = records.compactMap { PackedFrames.unpack($0.payload) }
      try links.reply(incoming, .range(messages: messages, lastSequence: loop.life.sequence))
    } catch let error as StreamLogError where error.exitCode == .dataError {
      Alarms(ambience.directory).add("trader \(error)")
      if namedDamage != error { complain("trader: \(error)") }
      namedDamage = error
      try links.reply(incoming, .error("\(error)"))
    }
  }

  func receive(_ command: WaitingCommand, _ incoming: Links.Incoming, now: Int64) throws {
    try loop.receive(command, deadline: incoming.request.deadline, caller: incoming, now: now)
  }

  func noteRefused(_ incoming: Links.Incoming) {
    audits.note("a command by user \(incoming.userID), process \(incoming.processID) was refused")
  }

  // MARK: The market

  private func moveMarket() throws {
    marketAt = MonotonicTime.now.milliseconds
    if let resumption = try market.resumption() { host.feedToStore = resumption }
    host.dataMemory = market.memory
    if isLockstep {
      guard loop.canAdvance else { return }
      guard let quotes = try market.nextMinute() else { return try finish() }
      try loop.runMinute(quotes, now: MonotonicTime.now.milliseconds)
    } else {
      let begin = MonotonicTime.now.milliseconds
      for _ in 0..<market.quotesPerTurn {
        try attend()
        let now = MonotonicTime.now.milliseconds
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
    host.dataMemory = market.memory
    try loop.checkpoint()
    try market.finish(loop.life, ambience)
  }

  // MARK: Time

  private func tick() throws {
    let now = MonotonicTime.now.milliseconds
    guard now >= timers.next else { return }
    if timers.beat.isDue(now) {
      try demandLock()
      readiness.beat()
      try host.outlet.publish(beat, at: loop.trader.time)
      renewBindings()
    }
    if timers.silence.isDue(now), !isLockstep {
      loop.note(plannedDown: isGoingDown(now), now: now)
      try loop.hearSilence(now: now)
    }
    if timers.venue.isDue(now) {
      try loop.see(foreign: host.lookForForeign(loop.trader))
      try loop.note(contradicted: host.contradicted(by: loop.trader), notTaken: host.notTaken())
      try loop.book(closedByOthers: host.closedByOthers(loop.trader))
      try loop.verifyFlat()
    }
    if timers.alarm.isDue(now) { try loop.repeatAlarm() }
    for text in audits.due(at: now) { try audit(text) }
    if timers.heads.isDue(now) { try ambience.remember(Array(peers.values), position: loop.life.sequence) }
  }

  /// Whether `down` is running. One that was killed leaves its file behind; after a minute that no longer counts.
  private func isGoingDown(_ now: Int64) -> Bool {
    guard access(ambience.directory.plannedDown, F_OK) == 0 else {
      plannedSince = nil
      return false
    }
    let since = plannedSince ?? now
    plannedSince = since
    return now - since < 60_000
  }

  var beat: Beat { loop.beat(journal: host.memory.toldHead, setAside: host.memory.setAside) }

  private func audit(_ text: String) throws {
    try loop.say(.incident(Incident(kind: .fenced, detail: text)))
  }
}

/// When the trader's loop must turn although nothing has arrived.
struct TraderTimers {
  var beat = LoopTimer(every: 250)
  var silence = LoopTimer(every: 100)
  var latch = LoopTimer(every: 10)
  var venue = LoopTimer(every: 100)
  var alarm = LoopTimer(every: 30_000)
  var heads = LoopTimer(every: 1_000)

  var next: Int64 { min(beat.next, silence.next, latch.next, venue.next, alarm.next, heads.next) }
}
