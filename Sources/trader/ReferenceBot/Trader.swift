package import Domain
package import GridTrading

/// The reference bot: a grid on a paper venue, and the last gate before any order.
///
/// It alone owns the safety state and the configuration in force. Its stream of events is the clock of all other
/// processes.
package struct Trader: Core {
  package static let role = Role.trader
  /// It takes quotes from its market alone.
  package static let hears: Set<EventKind> = []

  package let profile: SymbolProfile
  package let settings: TraderSettings
  let calendar: TradingCalendar
  package internal(set) var engine: GridEngine
  package internal(set) var ledger: ConfigurationLedger
  package internal(set) var trips = Trips()
  package internal(set) var flatness = Flatness.notRequired
  /// What the silence of monitor and controller demands; the process measures it by the wall clock.
  package internal(set) var silence = SafetyLevel.active
  /// Whether new trades wait until monitor and controller have shown that they live.
  package internal(set) var awaitsCompany = false
  package internal(set) var time = MarketTime.origin
  package internal(set) var lastQuote: Quote?
  package internal(set) var deposits: Money
  package internal(set) var minute: Int64 = 0
  package internal(set) var quoteJudge: QuoteJudge
  /// Quotes refused since the last end of a minute.
  var refusedQuotes = 0
  /// What came of the grid's levels since the last end of a minute.
  var entries = EntrySummary()
  var venue: PaperVenue
  /// Answers of the venue in a row that showed nothing open, since the halt.
  var emptyAnswers = 0
  /// The last account event; it is published again only when it differs.
  var reported: AccountState?
  /// Orders that the venue has and a crash kept the bot from recording; see `expect`.
  var expected: [OpenTrade] = []
  /// What was closed at the venue while the bot could not run, and is not booked yet; see `expect`.
  var closings: [VenueClosing] = []
  /// What was closed under its name and cannot have been its own; see `expect`.
  var notBooked: [TradeID] = []
  /// What the venue lists and the bot does not know; see `see(foreign:)`.
  package internal(set) var foreign: [ForeignTrade] = []
  /// Kept between calls so that a quiet quote allocates nothing.
  private var fills: [Fill] = []

  private enum CodingKeys: String, CodingKey {
    case profile, settings, calendar, engine, ledger, trips, flatness, silence, awaitsCompany, time, lastQuote
    case deposits, minute, quoteJudge, refusedQuotes, entries, venue, emptyAnswers, reported
  }

  package init(profile: SymbolProfile, configuration: Configuration, settings: TraderSettings) {
    self.profile = profile
    self.settings = settings
    calendar = TradingCalendar(week: profile.week)
    engine = GridEngine(profile: profile, configuration: configuration, version: .first)
    ledger = ConfigurationLedger(initial: configuration)
    deposits = settings.initialBalance ?? profile.usualBalance
    quoteJudge = QuoteJudge(profile.belief)
    venue = PaperVenue(fault: settings.venueFault)
    engine.capital = deposits
  }

  /// The highest of the trips' level, what silence demands and what trades that are not the bot's demand.
  package var level: SafetyLevel { max(trips.level, silence, foreignLevel) }

  package mutating func receive(_ input: Input) -> [Effect] {
    switch input.content {
    case .started: start()
    case .silence: []
    case .event(.quotes(let batch)): trade(batch)
    case .event: []
    case .command(let id, let command, let origin): carryOut(command, id: id, from: origin)
    case .endOfMinute(let number): finishMinute(number)
    }
  }

  /// First events after a start: what is in force, so that subscribers are never in doubt. What the venue answered
  /// before the start no longer counts: a flat account is verified from the beginning.
  private mutating func start() -> [Effect] {
    emptyAnswers = 0
    return [
      .publish(.configurationApplied(ledger.inForce)),
      .publish(.safety(safetyReport)),
    ] + tellForeign() + tellNotBooked() + bookClosings()
  }

  /// Trades through quotes in their order, looking at `gate` before each order.
  ///
  /// The published quotes are cut where a trip was found, so that a reader of the stream sees the stop exactly between
  /// the order before and the one refused.
  package mutating func trade(_ batch: QuoteBatch, gate: inout some OrderGate) -> [Effect] {
    var effects: [Effect] = []
    var accepted: [Quote] = []
    accepted.reserveCapacity(batch.quotes.count)
    var happened: [Effect] = []
    var last = LastGate(allowsEntries: mayEnter, gate: gate, expected: expected)
    for raw in batch.quotes {
      let judgement = quoteJudge.judge(raw)
      if !judgement.refusals.isEmpty {
        // Cut here, so that a reader that counts unusable quotes in a row counts the same at every pace.
        if !accepted.isEmpty { effects.append(.publish(.quotes(QuoteBatch(quotes: accepted)))) }
        effects += happened
        accepted.removeAll()
        happened.removeAll()
        for refusal in judgement.refusals { effects += tell(refusal) }
      }
      guard let quote = judgement.believed else { continue }
      accepted.append(quote)
      lastQuote = quote
      fills.removeAll(keepingCapacity: true)
      engine.step(quote, gate: &last, fills: &fills)
      for fill in fills { record(fill, into: &happened) }
      if !closings.isEmpty { happened += bookClosings() }
      if !expected.isEmpty {
        happened += reconcile(upTo: quote.time)
        last.expected = expected
      }
      if !last.found.isEmpty {
        time = calendar.marketTime(at: quote.time)
        effects.append(.publish(.quotes(QuoteBatch(quotes: accepted))))
        effects += happened
        accepted.removeAll()
        happened.removeAll()
        effects += take(last.found)
        last.found.removeAll()
        last.allowsEntries = mayEnter
      }
    }
    gate = last.gate
    if let quote = lastQuote { time = calendar.marketTime(at: quote.time) }
    if !accepted.isEmpty { effects.append(.publish(.quotes(QuoteBatch(quotes: accepted)))) }
    return effects + happened
  }

  /// Replays quotes that were judged and published before, without publishing.
  package mutating func tradeAgain(_ batch: QuoteBatch) {
    var gate = LastGate(allowsEntries: mayEnter, gate: ClosedCircuit(), expected: expected)
    for quote in batch.quotes {
      quoteJudge.remember(quote)
      lastQuote = quote
      fills.removeAll(keepingCapacity: true)
      engine.step(quote, gate: &gate, fills: &fills)
      var effects: [Effect] = []
      for fill in fills { record(fill, into: &effects) }
    }
    if let quote = lastQuote { time = calendar.marketTime(at: quote.time) }
  }

  private mutating func trade(_ batch: QuoteBatch) -> [Effect] {
    var gate = ClosedCircuit()
    return trade(batch, gate: &gate)
  }

  var mayEnter: Bool { level.allowsEntries && !awaitsCompany }

  private mutating func record(_ fill: Fill, into effects: inout [Effect]) {
    switch fill {
    case .opened(let trade):
      entries.opened(spread: lastQuote?.spread)
      expected.removeAll { $0.id == trade.id }
      venue.accept(trade)
      effects.append(.publish(.tradeOpened(trade)))
    case .closed(let trade):
      venue.close(trade.trade.id)
      effects.append(.publish(.tradeClosed(trade)))
    case .skipped(let reason): entries.skipped(reason, spread: lastQuote?.spread)
    }
  }

  mutating func finishMinute(_ number: Int64) -> [Effect] {
    minute = number
    for transfer in settings.paperTransfers ?? [] where transfer.afterMinutes == number { deposits += transfer.amount }
    engine.capital = deposits
    var effects = verifyFlat() + tellRefusedQuotes()
    if !entries.isEmpty { effects.append(.publish(.entries(entries))) }
    entries = EntrySummary()
    if let account = account, account != reported, worthReporting(account) {
      reported = account
      effects.append(.publish(.account(account)))
    }
    effects.append(.publish(.minute(number)))
    return effects
  }

  /// Equity moves with every quote; the account is published when something other than the price moved it, or hourly.
  private func worthReporting(_ account: AccountState) -> Bool {
    guard let reported else { return true }
    return account.balance != reported.balance || account.openTrades != reported.openTrades
      || account.deposits != reported.deposits || minute % 60 == 0
  }

  /// The account as the venue computes it; `nil` before the first quote, when nothing can be valued.
  package var account: AccountState? {
    guard let lastQuote else { return nil }
    let balance = deposits + engine.realised
    return AccountState(
      balance: balance, equity: balance + engine.floating(at: lastQuote), deposits: deposits,
      margin: engine.margin(at: lastQuote), openTrades: engine.positions.count)
  }

  package var safetyReport: SafetyReport {
    let shown = trips.shown
    return SafetyReport(level: level, trips: shown, flatness: flatness, more: trips.all.count - shown.count)
  }
}
