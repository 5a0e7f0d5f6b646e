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
  private(set) var latest = LatestMessages()
  private let venue: VenueLog
  /// Events of quiet turns that wait to be told until the stream log is synced: whoever has heard a quote may write it
  /// down, and then it must not be gone after a loss of power. In lockstep nothing waits, for the data is recorded.
  private var held: [Frames] = []
  private var isSynced = true
  private let isLockstep: Bool
  private var writer: EventWriter
  /// The journal's head after the last turn, without the notes about peers' heads.
  private(set) var chainHead: ChainHead
  /// Stored inputs that were ever set aside.
  private(set) var setAside: Int64 = 0
  private var journal: Journal { ambience.journal }
  /// What the next checkpoint stores of the feed; see `Market.resumption`.
  var feedToStore: Data?
  /// What the journal remembers of the two files.
  private var remembered: RememberedFiles
  /// Trips that have been put on the list of what needs a person.
  private var alarmed: Set<String> = []
  /// Positions that the venue lists otherwise than they were ordered, or not at all, as far as it has been told.
  private var contradicted: Set<TradeID> = []
  /// What the next checkpoint stores of the data files, and what the last one did.
  var dataMemory: DataMemory?
  private var storedMemory: DataMemory?
  /// When the last gate was looked at last, monotonic nanoseconds; `nil` in lockstep, whose runs are equal byte for byte.
  private var lookedAt: Int64?

  init(_ ambience: Ambience, links: Links) throws {
    self.ambience = ambience
    self.links = links
    isLockstep = ambience.manifest.pace == .lockstep
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
    chainHead = ambience.journal.head
    writer = EventWriter(
      bot: ambience.bot, symbol: ambience.manifest.symbol, role: .trader, epoch: ambience.journal.epoch, durable: 0,
      wallClock: { wallClockMilliseconds() })
  }

  static let feedName = "feed"

  /// Where the list lacks what was acknowledged, the life that only stops must know, for it reads no journal.
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

  /// The writer's epoch that was given out when the optimizer's journal was made anew; 0 where it never was.
  func leastFence() throws -> Int64 {
    try journal.value(of: RecoveredJournal.fenceName).flatMap { Int64(String(decoding: $0, as: UTF8.self)) } ?? 0
  }

  /// What was stored of the feed in a former life.
  func storedFeed() throws -> Data? { try journal.value(of: Self.feedName) }

  /// What was stored of the data files in a former life.
  func storedData() throws -> Data? { try journal.value(of: DataMemory.name) }

  /// What the journal and the stream log remember.
  func stored() throws -> StoredTrader {
    let checkpoint = try journal.lastCheckpoint()
    var rows: [JournalRow] = []
    var last = checkpoint?.head.number ?? 0
    while case let more = try journal.rows(after: last), let end = more.last {
      last = end.number
      rows += more.filter { $0.kind == WaitingCommand.kind }
    }
    var stored = try StoredTrader(checkpoint: checkpoint, rows: rows, log: log, journal: journal.path)
    stored.knownSetAside = try journal.namesSetAside()
    setAside = Int64(stored.knownSetAside.count)
    return stored
  }

  // MARK: Memory

  func store(_ turn: TraderTurn) throws -> [Frames] {
    var messages: [Frames] = []
    messages.reserveCapacity(turn.published.count)
    var journalled: [(kind: String, sequence: Int64, payload: Data)] = []
    var beginsTurn = true
    let callsForCommit = turn.published.contains { $0.event.isJournalled }
    for item in turn.published {
      let frames = try writer.encode(item, at: turn.time)
      messages.append(frames)
      guard item.event.isDurable else { continue }
      let packed = PackedFrames.pack(frames)
      try log.append(item.sequence, packed, beginsTurn: beginsTurn, callsForCommit: callsForCommit)
      beginsTurn = false
      isSynced = isLockstep
      if item.event.isJournalled { journalled.append((item.event.kind.rawValue, item.sequence, packed)) }
      tellVenue(item.event)
    }
    guard let checkpoint = turn.checkpoint else { return messages }
    try log.synchronise()
    isSynced = true
    try venue.deliver()
    stops.settle()
    try venue.commit()
    let state = try canonicalJSON(checkpoint)
    let answers = try turn.answers.map {
      (id: $0.id, payload: try canonicalJSON(RecordedAnswer(refusal: $0.refusal)))
    }
    let (mark, head, list) = (log.mark ?? remembered.stream.mark, log.head, venue.head)
    let memory = dataMemory
    let news: [(name: String, value: Data?)] = [
      (RememberedFiles.markName, mark == remembered.stream.mark ? nil : try mark.map { try canonicalJSON($0) }),
      (RememberedFiles.streamName, head == remembered.stream.head ? nil : try head.map { try canonicalJSON($0) }),
      (RememberedFiles.venueName, list == remembered.venue ? nil : try canonicalJSON(list)),
      (DataMemory.name, memory == storedMemory ? nil : try memory.map { try canonicalJSON($0) }),
    ]
    let position = turn.sequence
    try journal.turn { (turn) throws(JournalError) in
      for row in journalled {
        _ = try turn.append(kind: row.kind, sequence: row.sequence, position: position, payload: row.payload)
      }
      for answer in answers { _ = try turn.recordAnswer(commandID: answer.id, answer: answer.payload) }
      try turn.checkpoint(state: state, position: position, sequence: position)
      if let feedToStore { try turn.set(Self.feedName, feedToStore) }
      for item in news { if let value = item.value { try turn.set(item.name, value) } }
    }
    feedToStore = nil
    remembered.stream.mark = mark
    remembered.stream.head = head ?? remembered.stream.head
    remembered.venue = list
    storedMemory = memory
    chainHead = journal.head
    if !isLockstep { for item in turn.published { alarm(item.event) } }
    return messages
  }

  /// Adds what only a person can mend to the list of such things: a venue that is not flat, and a stop that no person
  /// asked for.
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
    try journal.keep(commands, position: position)
    chainHead = journal.head
  }

  func setAside(_ items: [SetAside], position: Int64) throws {
    try journal.setAside(items, position: position)
    setAside += Int64(items.count)
    chainHead = journal.head
  }

  func recordedReply(to id: String) throws -> CommandReply? {
    try journal.answer(for: id).map(CommandReply.init(recorded:))
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

  /// The bot's positions that somebody else has closed at the venue. What was closed before this life began may have been
  /// closed by its predecessor, which the same quotes tell: so not before the market has gone past that.
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
    try tell(frames)
  }

  /// Tells what has waited. Called once after each look at the market, so that many quotes share one sync.
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
    for frames in held { try tell(frames) }
    held.removeAll(keepingCapacity: true)
  }

  private func tell(_ frames: Frames) throws {
    latest.note(frames)
    try links.publish(frames)
  }

  func publish(_ beat: Beat, at time: MarketTime) throws {
    try links.publish(writer.encode(beat, at: time))
  }

  func reply(_ reply: CommandReply, to id: String, _ caller: Links.Incoming) throws {
    try links.reply(caller, reply.content)
  }

  var transientSequence: Int64 { writer.transient }
  var wallTime: Int64 { wallClockMilliseconds() }

  // MARK: The latch

  func latchTrips() -> [Trip] {
    // What was in the latch before this instant is seen.
    if !isLockstep { lookedAt = MonotonicClock.nanoseconds() }
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

  /// What cannot be archived is found again by the next look, and stops again. A latch that somebody took away is made
  /// anew: a person has just said that the bot may trade.
  func archive(_ trips: [String]) {
    if !watch.isInPlace {
      try? ambience.directory.prepare()
      watch = LatchWatch(latch)
    }
    latch.archive(trips)
    watch.tellAgain()
  }
}
