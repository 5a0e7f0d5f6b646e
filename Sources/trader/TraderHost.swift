import Bus
import Domain
import Foundation
import Glibc
import GridTrading
import Journal
import MarketFeeds
import ReferenceBot
import Runtime
import Safety
import Stack
import StopOnly
import TraderRuntime
import Wire

/// The world of the bot's loop: stream log, venue and journal, in that order at every turn, the latch and the sockets.
///
/// One thread only.
final class TraderHost: TraderSurroundings {
  let ambience: Ambience
  let links: Links
  let log: StreamLog
  let latch: Latch
  private(set) var watch: LatchWatch
  let stops: StopDesk
  let memory: JournalMemory
  let outlet: Outlet
  private let venue: VenueLog
  /// Events of quiet turns that are not published until the stream log is synced: a subscriber may store a quote that
  /// it has heard, and then it must survive a power cut. In lockstep nothing waits, for the data is recorded.
  private var held: [Frames] = []
  private var isSynced = true
  private let isLockstep: Bool
  private var journal: Journal { ambience.journal }
  /// What the next checkpoint stores of the feed; see `Market.resumption`.
  var feedToStore: Data?
  /// What the journal remembers of the two files.
  private var remembered: RememberedFiles
  /// Trips that have been added to the alarms.
  private var alarmed: Set<String> = []
  /// Positions that the venue lists otherwise than they were ordered, or not at all, as far as reported.
  private var contradicted: Set<TradeID> = []
  /// What the next checkpoint stores of the data files, and what the last one did.
  var dataMemory: DataMemory?
  private var storedMemory: DataMemory?
  /// When the last gate was last checked, monotonic nanoseconds; `nil` in lockstep, whose runs are equal byte for byte.
  private var lookedAt: Int64?

  init(_ ambience: Ambience, links: Links) throws {
    self.ambience = ambience
    self.links = links
    isLockstep = ambience.run.pace == .lockstep
    let journal = ambience.journal
    remembered = try RememberedFiles(
      journal: journal.path, acknowledged: journal.lastCheckpoint()?.sequence ?? 0, value: { try journal.value(of: $0) }
    )
    venue = try Self.openVenue(ambience.directory, expecting: remembered.venue)
    log = try StreamLog(path: ambience.directory.streamLog, remembering: remembered.stream)
    DiskReserve(path: ambience.directory.venueReserve, bytes: StopOnlyVenue.reserve).holdWhereThereIsRoom()
    latch = ambience.latch
    watch = LatchWatch(latch)
    let lock = ambience.lock
    stops = try StopDesk(
      ambience.bot, at: Endpoint(path: ambience.directory.socket(.stop, of: .trader)), latch: latch,
      mayBind: { lock.stillStands })
    memory = JournalMemory(journal)
    outlet = Outlet(ambience, links: links)
  }

  static let feedName = "feed"

  /// Where the list lacks what was acknowledged, the stop-only mode must know, for it reads no journal.
  private static func openVenue(_ directory: StateDirectory, expecting head: VenueHead?) throws(VenueLogError)
    -> VenueLog
  {
    do throws(VenueLogError) {
      let venue = try VenueLog(path: directory.venue, expecting: head)
      unlink(directory.venueDoubt)
      return venue
    } catch {
      if error.isLacking { directory.doubtVenue(error.description) }
      throw error
    }
  }

  /// The writer's epoch that was assigned when the optimizer's journal was rebuilt; 0 where it never was.
  func leastFence() throws -> Int64 {
    try journal.value(of: RecoveredJournal.fenceName).flatMap { Int64(String(decoding: $0, as: UTF8.self)) } ?? 0
  }

  /// What was stored of the feed before the restart.
  func storedFeed() throws -> Data? { try journal.value(of: Self.feedName) }

  /// What was stored of the data files before the restart.
  func storedData() throws -> Data? { try journal.value(of: DataMemory.name) }

  /// What the journal and the stream log remember.
  func stored() throws -> StoredTrader {
    var stored: StoredTrader = try memory.stored([]) { row, stored in
      if row.kind == WaitingCommand.kind { stored.takeKept(row) }
    }
    try stored.readOn(log, journal: journal.path)
    return stored
  }

  // MARK: Memory

  func store(_ turn: Turn<TraderState>) throws -> [Frames] {
    var messages: [Frames] = []
    messages.reserveCapacity(turn.published.count)
    var rows: [JournalMemory.Row] = []
    var beginsTurn = true
    let callsForCommit = turn.published.contains { $0.event.isJournalled }
    for item in turn.published {
      let frames = try outlet.encode(item, at: turn.time)
      messages.append(frames)
      guard item.event.isDurable else { continue }
      let packed = PackedFrames.pack(frames)
      try log.append(item.sequence, packed, beginsTurn: beginsTurn, callsForCommit: callsForCommit)
      beginsTurn = false
      isSynced = isLockstep
      if item.event.isJournalled { rows.append(JournalMemory.Row(item, packed: packed)) }
      tellVenue(item.event)
    }
    guard turn.checkpoint != nil else { return messages }
    try log.synchronise()
    isSynced = true
    try venue.deliver()
    stops.settle()
    try venue.commit()
    let (mark, head, list) = (log.mark ?? remembered.stream.mark, log.head, venue.head)
    let memorised = dataMemory
    let news: [(name: String, value: Data?)] = [
      (Self.feedName, feedToStore),
      (RememberedFiles.markName, mark == remembered.stream.mark ? nil : try mark.map { try canonicalJSON($0) }),
      (RememberedFiles.streamName, head == remembered.stream.head ? nil : try head.map { try canonicalJSON($0) }),
      (RememberedFiles.venueName, list == remembered.venue ? nil : try canonicalJSON(list)),
      (DataMemory.name, memorised == storedMemory ? nil : try memorised.map { try canonicalJSON($0) }),
    ]
    try memory.commit(turn, rows, values: news.compactMap { item in item.value.map { (item.name, $0) } })
    feedToStore = nil
    remembered.stream.mark = mark
    remembered.stream.head = head ?? remembered.stream.head
    remembered.venue = list
    storedMemory = memorised
    if !isLockstep { for item in turn.published { alarm(item.event) } }
    return messages
  }

  /// Adds alarms for what only a person can fix: a venue that is not flat, and a stop that no person asked for.
  private func alarm(_ event: Event) {
    let alarms = Alarms(ambience.directory)
    switch event {
    case .incident(let incident) where incident.kind == .notFlat:
      alarms.add("trader NOT_FLAT: \(incident.detail)")
    case .safety(let report):
      for trip in report.trips where trip.level > .frozen && Role(rawValue: trip.source) != nil {
        guard alarmed.insert(trip.id).inserted, abs(wallTime - trip.time) < 600_000 else { continue }
        alarms.add("trader \(trip.level.name) by \(trip.source): \(trip.reason.shown())")
      }
    default: break
    }
  }

  private func tellVenue(_ event: Event) {
    let bot = ambience.bot.text
    switch event {
    case .tradeOpened(let trade): venue.accept(trade, order: VenueLine.order(of: trade.id, bot: bot), looked: lookedAt)
    case .tradeClosed(let closed): venue.close(closed, order: VenueLine.order(of: closed.trade.id, bot: bot))
    default: break
    }
  }

  func keep(_ commands: [WaitingCommand], position: Int64) throws {
    try memory.keep(commands, position: position)
  }

  func setAside(_ items: [SetAside], position: Int64) throws {
    try memory.setAside(items, position: position)
  }

  func recordedReply(to id: String) throws -> CommandReply? {
    try memory.recordedReply(to: id)
  }

  /// Tells the bot what the venue has and it does not remember.
  func remind(_ life: inout TraderLife) {
    venue.book.remind(&life, bot: ambience.bot.text)
  }

  /// What is open at the venue and not known to this bot, as the venue lists it now.
  func lookForForeign(_ trader: Trader) throws -> [ForeignTrade] {
    try venue.readOn()
    return venue.book.foreign(to: trader, bot: ambience.bot.text)
  }

  /// Orders that the venue has not taken, each once.
  func notTaken() -> [TradeID] {
    venue.notTaken.filter { contradicted.insert($0).inserted }
  }

  /// Positions that the venue lists otherwise than they were ordered, each once.
  func contradicted(by trader: Trader) -> [OpenTrade] {
    let found = venue.book.contradicted(by: trader, bot: ambience.bot.text)
    return found.filter { contradicted.insert($0.id).inserted }
  }

  /// The bot's positions that somebody else has closed at the venue. What was closed before the restart may have been
  /// closed by the bot itself, which replaying the quotes shows: so not before the market has gone past that.
  func closedByOthers(_ trader: Trader) -> [VenueClosing] {
    trader.engine.positions.compactMap { position in
      let order = VenueLine.order(of: position.id, bot: ambience.bot.text)
      guard venue.book.open[order] == nil else { return nil }
      if let closing = venue.closedByOthers[order] { return closing }
      guard let end = venue.book.ends[order], let now = trader.lastQuote?.time, now > end.time else { return nil }
      return end
    }
  }

  // MARK: Ways out

  func publish(_ frames: Frames) throws {
    guard isSynced else { return held.append(frames) }
    try tellHeld()
    try outlet.publish(frames)
  }

  /// Publishes what has waited. Called once after each look at the market, so that many quotes share one sync.
  func release() throws {
    stops.settle()
    if !isSynced {
      try log.synchronise()
      isSynced = true
    }
    try tellHeld()
  }

  private func tellHeld() throws {
    guard !held.isEmpty else { return }
    for frames in held { try outlet.publish(frames) }
    held.removeAll(keepingCapacity: true)
  }

  func reply(_ reply: CommandReply, to id: String, _ caller: Links.Incoming) throws {
    try outlet.reply(reply, to: caller)
  }

  var wallTime: Int64 { wallClockMilliseconds() }

  // MARK: The latch

  func latchTrips() -> [Trip] {
    // What was in the latch before this instant is seen.
    if !isLockstep { lookedAt = MonotonicTime.now.nanoseconds }
    return watch.news()
  }

  func uncollectedStops() -> [Trip] { stops.look() }

  func writeLatch(_ trip: Trip) {
    ambience.writeLatch(trip)
  }

  func alarm(_ text: String) {
    Alarms(ambience.directory).add(text)
  }

  func archive(_ trip: String) {
    archive([trip])
  }

  /// What cannot be archived is found by the next look, and stops again. A latch that somebody removed is recreated: a
  /// person has just said that the bot may trade.
  func archive(_ trips: [String]) {
    if !watch.isInPlace {
      try? ambience.directory.prepare()
      watch = LatchWatch(latch)
    }
    latch.archive(trips)
    watch.tellAgain()
  }
}
