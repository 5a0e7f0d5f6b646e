import Domain
import Foundation
import GridTrading
import Journal
import ReferenceBot
import Runtime
import Wire

/// Everything that the bot must find again.
private struct TraderState: Codable {
  var trader: Trader
  var sequence: Int64
  var place: FeedPlace
  var waiting: [WaitingCommand]
}

/// How far the trader has come in its feed.
struct FeedPlace: Hashable, Codable {
  /// Quotes of all minutes that are over.
  var position: Int64 = 0
  /// Quotes of the minute after them that have been traded.
  var inMinute = 0
}

/// The bot with its durable memory: stream log, venue and journal, in that order at every turn.
///
/// A turn in which nothing but quotes passed is only in the stream log. Everything else is a commit, with the whole state.
/// So what lies in the log behind the last commit was either published and quiet, and is run again in silence, or was
/// never published, and is cut off and happens anew. Orders that the venue accepted in between keep their ids, and the
/// venue knows them.
final class TraderHost {
  private(set) var trader: Trader
  private(set) var writer: EventWriter
  private(set) var place: FeedPlace
  private(set) var waiting: [WaitingCommand]
  let log: StreamLog
  let journal: Journal
  private let venue: VenueLog
  private let bot: BotName
  /// Open-market time of the last commit; `nil` before the first.
  private var lastCommit: Int64?
  /// The journal's head after the last turn, without the notes about peers' heads.
  private(set) var chainHead: ChainHead

  init(
    initial: @autoclosure () -> Trader, journal: Journal, log: StreamLog, venue: VenueLog, bot: BotName,
    wallClock: @escaping @Sendable () -> Int64
  ) throws {
    self.journal = journal
    self.log = log
    self.venue = venue
    self.bot = bot
    let state: TraderState
    let checkpoint = try journal.lastCheckpoint()
    if let checkpoint {
      state = try JSONDecoder().decode(TraderState.self, from: checkpoint.state)
    } else {
      state = TraderState(trader: initial(), sequence: 0, place: FeedPlace(), waiting: [])
    }
    trader = state.trader
    place = state.place
    waiting = state.waiting
    lastCommit = checkpoint == nil ? nil : state.trader.time.open
    chainHead = journal.head
    writer = EventWriter(
      bot: bot, symbol: state.trader.profile.symbol, role: .trader, epoch: journal.epoch, durable: state.sequence,
      wallClock: wallClock)
    for row in try journal.rows(after: checkpoint?.head.number ?? 0) where row.kind == WaitingCommand.kind {
      waiting.append(try JSONDecoder().decode(WaitingCommand.self, from: row.payload))
    }
    try recoverTail()
  }

  /// Runs the quiet turns behind the last commit again and cuts off what was never published.
  private func recoverTail() throws {
    var tail: [(sequence: Int64, event: Event)] = []
    var next = writer.durable + 1
    while case let records = try log.read(from: next, limit: 1000, bytes: 1 << 20), !records.isEmpty {
      for (sequence, payload) in records {
        guard let frames = PackedFrames.unpack(payload), case .event(let event) = try Envelope.decode(frames).payload
        else { continue }
        tail.append((sequence, event))
        next = sequence + 1
      }
    }
    if let loud = tail.firstIndex(where: { $0.event.isJournalled }) {
      let turn = tail[..<loud].lastIndex { if case .quotes = $0.event { true } else { false } } ?? loud
      // A minute's end closes a turn: quotes before it belong to an earlier one.
      let ended = tail[turn..<loud].contains { if case .minute = $0.event { true } else { false } }
      tail.removeSubrange((ended ? loud : turn)...)
    }
    try log.truncate(after: tail.last?.sequence ?? writer.durable)
    for (sequence, event) in tail {
      writer.durable = sequence
      switch event {
      case .quotes(let batch):
        var gate = ClosedCircuit()
        _ = trader.trade(batch, gate: &gate)
        place.inMinute += batch.quotes.count
      case .minute(let number):
        _ = trader.receive(Input(time: trader.time, content: .endOfMinute(number)))
        closeMinute()
      default: break
      }
    }
  }

  /// Notes a command durably, so that it may be acknowledged before its turn comes.
  func keep(_ command: WaitingCommand) throws {
    let payload = try canonicalJSON(command)
    let position = writer.durable
    let isFromProcess = if case .role = command.origin { true } else { false }
    try journal.turn { (turn) throws(JournalError) in
      _ = try turn.append(kind: WaitingCommand.kind, sequence: nil, position: position, payload: payload)
      if isFromProcess { _ = try turn.recordAnswer(commandID: command.id, answer: RecordedAnswer.received) }
    }
    chainHead = journal.head
    waiting.append(command)
  }

  /// Carries out the waiting commands in the order that lockstep prescribes.
  func takeWaiting() -> [Effect] {
    let due = waiting.enumerated().sorted { left, right in
      (left.element.rank, left.offset) < (right.element.rank, right.offset)
    }
    waiting.removeAll()
    return due.flatMap { item in
      trader.receive(
        Input(
          time: trader.time,
          content: .command(id: item.element.id, item.element.command, from: item.element.origin)))
    }
  }

  /// Lets the market move on through `quotes`.
  func advance(_ quotes: [Quote], gate: inout some OrderGate) -> [Effect] {
    place.inMinute += quotes.count
    return trader.trade(QuoteBatch(quotes: quotes), gate: &gate)
  }

  func endMinute() -> [Effect] {
    closeMinute()
    return trader.receive(Input(time: trader.time, content: .endOfMinute(trader.minute + 1)))
  }

  private func closeMinute() {
    place = FeedPlace(position: place.position + Int64(place.inMinute))
  }

  func act(_ body: (inout Trader) -> [Effect]) -> [Effect] {
    body(&trader)
  }

  func encode(_ beat: Beat) throws(WireError) -> Frames {
    try writer.encode(beat, at: trader.time)
  }

  /// Puts a turn's effects on the disk and gives back what to send.
  func store(_ effects: [Effect]) throws -> Outbound {
    var outbound = Outbound()
    var journalled: [(kind: String, sequence: Int64, payload: Data)] = []
    for effect in effects {
      switch effect {
      case .publish(let event):
        let frames = try writer.encode(event, at: trader.time)
        let packed = PackedFrames.pack(frames)
        if event.isDurable { try log.append(writer.durable, packed) }
        if event.isJournalled { journalled.append((event.journalKind, writer.durable, packed)) }
        outbound.frames.append(frames)
        tellVenue(event)
      case .answer(let id, let refusal): outbound.answers.append((id, refusal))
      case .send(let id, let command): outbound.commands.append((id, command))
      }
    }
    let isDue = lastCommit.map { trader.time.open - $0 >= MarketTime.hour } ?? true
    guard !journalled.isEmpty || !outbound.answers.isEmpty || isDue else { return outbound }
    try commit(journalled, outbound.answers)
    return outbound
  }

  /// Stores the state now, as before a planned end.
  func checkpoint() throws {
    try commit([], [])
  }

  private func commit(
    _ journalled: [(kind: String, sequence: Int64, payload: Data)], _ answers: [(id: String, refusal: Refusal?)]
  ) throws {
    try log.synchronise()
    try venue.commit()
    let state = try canonicalJSON(
      TraderState(trader: trader, sequence: writer.durable, place: place, waiting: waiting))
    let replies = try answers.map { (id: $0.id, payload: try canonicalJSON(RecordedAnswer(refusal: $0.refusal))) }
    let position = writer.durable
    try journal.turn { (turn) throws(JournalError) in
      for row in journalled {
        _ = try turn.append(kind: row.kind, sequence: row.sequence, position: position, payload: row.payload)
      }
      for reply in replies { _ = try turn.recordAnswer(commandID: reply.id, answer: reply.payload) }
      try turn.checkpoint(state: state, position: position, sequence: position)
    }
    lastCommit = trader.time.open
    chainHead = journal.head
  }

  private func tellVenue(_ event: Event) {
    switch event {
    case .tradeOpened(let trade): venue.accept(trade, order: VenueLog.orderID(bot: bot.text, trade.id))
    case .tradeClosed(let closed): venue.close(closed, order: VenueLog.orderID(bot: bot.text, closed.trade.id))
    default: break
    }
  }

  /// Orders that the venue has open and the bot does not remember.
  var orphans: [String] {
    let own = Set(trader.engine.positions.map { VenueLog.orderID(bot: bot.text, $0.id) })
    return venue.open.keys.filter { !own.contains($0) }.sorted()
  }
}

extension WaitingCommand {
  /// People first, then processes in the order of phases.
  fileprivate var rank: Int {
    if case .role(let role) = origin { role.rank } else { -1 }
  }
}
