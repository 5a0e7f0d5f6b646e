package import Domain
package import ReferenceBot
package import Runtime

/// The bot with the bookkeeping that lets it recover to where it was.
///
/// A turn in which nothing but quotes passed is only in the stream log. Everything else is a commit, with the whole
/// state. So what lies in the log after the last commit was either published and quiet, and is replayed without
/// publishing, or was never published, and is truncated and happens again. Orders that the venue accepted in between
/// keep their ids, and the venue knows them.
package struct TraderLife: Sendable {
  package private(set) var trader: Trader
  /// Number of the last durable event made.
  package private(set) var sequence: Int64
  package private(set) var place: FeedPlace
  /// Commands that have been acknowledged and not yet carried out.
  package private(set) var waiting: [WaitingCommand]
  /// What was set aside at the start.
  package let setAside: [SetAside]
  /// How many stored inputs each other process has set aside, as far as it has been alarmed.
  private var alarmedSetAside: [String: Int64]
  /// Open-market time of the last commit; `nil` before the first.
  private var lastCommit: Int64?
  /// Whether a quote of this turn was not believed.
  private var hasLeftOut = false

  /// Recovers. The stream log is to be truncated after `sequence` before anything is appended.
  package init(_ stored: StoredTrader, initial: @autoclosure () -> Trader) {
    var stored = stored
    stored.judge(for: .trader)
    setAside = stored.setAside
    alarmedSetAside = stored.checkpoint?.alarmedSetAside ?? [:]
    let state =
      stored.checkpoint ?? TraderState(trader: initial(), sequence: 0, place: FeedPlace(), waiting: [])
    trader = state.trader
    sequence = state.sequence
    place = state.place
    waiting = state.waiting + stored.kept
    lastCommit = stored.checkpoint == nil ? nil : state.trader.time.open
    for logged in Self.quiet(stored.past) { runAgain(logged) }
  }

  /// What was published: everything before the turn of the first event that would have called for a commit.
  package static func quiet(_ tail: [LoggedEvent]) -> ArraySlice<LoggedEvent> {
    guard let loud = tail.firstIndex(where: \.isLoud) else { return tail[...] }
    return tail[..<(tail[...loud].lastIndex { $0.beginsTurn } ?? loud)]
  }

  private mutating func runAgain(_ logged: LoggedEvent) {
    sequence = logged.sequence
    switch logged.event {
    case .quotes(let batch):
      trader.tradeAgain(batch)
      place.inMinute += batch.quotes.count
    case .minute(let number):
      _ = trader.receive(Input(time: trader.time, content: .endOfMinute(number)))
      closeMinute()
    default: break
    }
  }

  /// Learns what the venue has and the bot does not remember; see `Trader.expect`.
  package mutating func expect(_ orders: [OpenTrade], closings: [VenueClosing] = []) {
    trader.expect(orders, closings: closings)
  }

  /// Learns, at a start, what the venue lists and the bot did not open; see `Trader.see(foreign:)`.
  package mutating func see(foreign trades: [ForeignTrade]) {
    _ = trader.see(foreign: trades)
  }

  /// Notes that a command has been stored and may be acknowledged.
  package mutating func keep(_ command: WaitingCommand) {
    waiting.append(command)
  }

  /// Notes how many stored inputs another process has set aside by now.
  ///
  /// - Returns: whether that is more than has been alarmed.
  mutating func noteSetAside(_ count: Int64, by role: Role) -> Bool {
    guard count > alarmedSetAside[role.rawValue, default: 0] else { return false }
    alarmedSetAside[role.rawValue] = count
    return true
  }

  /// Carries out the waiting commands in the order that lockstep prescribes.
  ///
  /// Those that need peers wait until monitor and controller have beaten: before that they would be refused, and the
  /// caller could only guess that a moment later they would not.
  package mutating func takeWaiting() -> [Effect] {
    let stay = trader.awaitsCompany ? waiting.filter(\.needsCompany) : []
    guard stay.count < waiting.count else { return [] }
    let due = waiting.enumerated().filter { stay.isEmpty || !$0.element.needsCompany }.sorted { left, right in
      (left.element.rank, left.offset) < (right.element.rank, right.offset)
    }
    waiting = stay
    return due.flatMap { item in
      trader.receive(
        Input(
          time: trader.time,
          content: .command(id: item.element.id, item.element.command, from: item.element.origin)))
    }
  }

  /// Lets the market move on through `quotes`.
  package mutating func advance(_ quotes: [Quote], gate: inout some OrderGate) -> [Effect] {
    place.inMinute += quotes.count
    let effects = trader.trade(QuoteBatch(quotes: quotes), gate: &gate)
    var told = 0
    for case .publish(.quotes(let batch)) in effects { told += batch.quotes.count }
    // What was left out is not in the stream log, from which a quiet turn is replayed.
    if told != quotes.count { hasLeftOut = true }
    return effects
  }

  package mutating func endMinute() -> [Effect] {
    closeMinute()
    return trader.receive(Input(time: trader.time, content: .endOfMinute(trader.minute + 1)))
  }

  private mutating func closeMinute() {
    place.position += Int64(place.inMinute)
    place.inMinute = 0
  }

  package mutating func act(_ body: (inout Trader) -> [Effect]) -> [Effect] {
    body(&trader)
  }

  /// Lets the paper venue play a fault from now on.
  package mutating func rehearse(_ fault: PaperVenueFault) {
    trader.rehearse(fault)
  }

  /// The effects of one turn under their numbers, with the state where they call for a commit.
  package mutating func turn(_ effects: [Effect], commits: Bool = false) -> Turn<TraderState> {
    var turn = Turn<TraderState>(effects, after: &sequence, position: nil, time: trader.time)
    precondition(turn.commands.isEmpty, "the trader asks nothing of anybody")
    let isLoud = turn.isLoud || commits || hasLeftOut
    hasLeftOut = false
    if isLoud || lastCommit.map({ trader.time.open - $0 >= MarketTime.hour }) ?? true {
      lastCommit = trader.time.open
      turn.checkpoint = TraderState(
        trader: trader, sequence: sequence, place: place, waiting: waiting,
        alarmedSetAside: alarmedSetAside.isEmpty ? nil : alarmedSetAside)
    }
    return turn
  }
}

extension WaitingCommand {
  /// Whether a process asks to change parameters, and may.
  fileprivate var needsCompany: Bool {
    switch (command, origin) {
    case (.apply, .role), (.switchVersion, .role): true
    default: false
    }
  }

  /// People first, then processes in the order of phases.
  fileprivate var rank: Int {
    if case .role(let role) = origin { role.rank } else { -1 }
  }
}
