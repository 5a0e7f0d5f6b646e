package import Domain

/// Watches the bot: values its open trades at every quote, measures its closed ones through many windows, and raises
/// alerts. It changes nothing itself; a hard limit asks the trader to stop.
///
/// Its input is the trader's stream. Quotes come before the trades that they caused, so a batch is held until the next
/// event that ends it; then trades and quotes are gone through in their order, and every equity is the true one. A
/// single quote, as it comes in real time, is checked against the hard limits at once.
package struct RealTimeMonitor: Core {
  package static let role = Role.monitor
  package static let hears: Set<EventKind> = [
    .quotes, .tradeOpened, .tradeClosed, .account, .safety, .configurationApplied, .incident, .minute,
  ]

  private var clock: MarketClock
  private var tape = Tape()
  private var account: AccountValue
  private var performance: Performance
  private var limits: HardLimits
  private var schedule: ScanSchedule
  private var board: AlertBoard

  package init(profile: SymbolProfile, settings: MonitorSettings) {
    clock = MarketClock(calendar: TradingCalendar(week: profile.week))
    account = AccountValue(pointValue: profile.pointValue)
    performance = Performance(profile: profile, settings: settings)
    limits = HardLimits(profile: profile, limits: settings.limits)
    schedule = ScanSchedule(settings: settings)
    board = AlertBoard(rearmMarginPercent: settings.limits.rearmMarginPercent)
  }

  package mutating func receive(_ input: Input) -> [Effect] {
    var effects: [Effect] = []
    switch input.content {
    case .event(let event): hear(event, effects: &effects)
    case .endOfMinute: settle(.everything, effects: &effects)
    case .command(let id, _, _): effects.append(.answer(id: id, .notAuthorised("the monitor takes no commands")))
    case .silence(let milliseconds): noteSilence(of: milliseconds, effects: &effects)
    case .started: break
    }
    return effects
  }

  package mutating func goOn(after loss: MemoryLoss) -> [Effect] {
    board.goOn(after: loss)
  }

  private mutating func hear(_ event: Event, effects: inout [Effect]) {
    switch event {
    case .quotes(let batch): take(batch, effects: &effects)
    case .tradeOpened(let trade): tape.hold(.opened(trade))
    case .tradeClosed(let trade): tape.hold(.closed(trade))
    case .account(let state):
      settle(.everything, effects: &effects)
      account.take(state, at: clock.now)
      checkLimits(equity: state.equity, at: clock.now.utc, effects: &effects)
    case .minute: settle(.everything, effects: &effects)
    case .safety(let report): board.hear(report.level)
    case .configurationApplied(let applied):
      settle(.everything, effects: &effects)
      performance.begin(applied)
    case .incident(let incident): limits.take(incident, now: clock.now.utc, board: &board, effects: &effects)
    default: break
    }
  }

  // MARK: Quotes

  private mutating func take(_ batch: QuoteBatch, effects: inout [Effect]) {
    settle(.untilLastQuote, effects: &effects)
    for quote in batch.quotes
    where limits.accepts(quote, now: clock.now.utc, board: &board, effects: &effects) { tape.hold(quote) }
    if board.isRaised(.unknownInput) { limits.judgeInputs(now: clock.now.utc, board: &board, effects: &effects) }
    guard let oldest = tape.oldestQuote, let newest = tape.newestQuote else { return }
    let least = board.isRaised(.staleFeed) ? 0 : MarketTime.minute
    if let silence = clock.silence(until: oldest.time, longerThan: least) {
      noteSilence(of: silence, effects: &effects)
    }
    clock.advance(to: newest.time)
    if batch.quotes.count == 1 { checkAhead(newest, effects: &effects) }
  }

  /// Before the first quote nothing is silent.
  private mutating func noteSilence(of milliseconds: Int64, effects: inout [Effect]) {
    guard clock.hasBegun else { return }
    limits.judgeSilence(of: milliseconds, now: clock.now.utc, board: &board, effects: &effects)
  }

  /// Goes through the held quotes and the trades between them, in order of time.
  private mutating func settle(_ settlement: Tape.Settlement, effects: inout [Effect]) {
    guard !tape.isEmpty else { return }
    while let quote = tape.nextQuote() {
      while let trade = tape.nextTrade(until: quote.time) { book(trade, effects: &effects) }
      let instant = clock.time(at: quote.time)
      value(at: quote, instant, effects: &effects)
      if schedule.isDue(at: instant.open) { scan(at: instant, effects: &effects) }
    }
    if case .everything = settlement, tape.hasTrades {
      while let trade = tape.nextTrade() { book(trade, effects: &effects) }
      if let quote = account.lastQuote { value(at: quote, clock.time(at: quote.time), effects: &effects) }
    }
    tape.discardRead()
  }

  private mutating func value(at quote: Quote, _ instant: MarketTime, effects: inout [Effect]) {
    guard let equity = account.mark(quote, at: instant) else { return }
    checkLimits(equity: equity, at: instant.utc, effects: &effects)
    guard let drawdown = account.drawdown(ofEquity: equity) else { return }
    performance.judgeDrawdown(drawdown, board: &board, effects: &effects)
  }

  /// The hard limits at a quote whose trades are not known yet. Nothing is noted but a breach.
  private mutating func checkAhead(_ quote: Quote, effects: inout [Effect]) {
    guard let equity = account.equityAhead(of: quote) else { return }
    checkLimits(equity: equity, at: quote.time, effects: &effects)
  }

  /// - Parameter instant: of the quote that the equity is valued at; UTC milliseconds.
  private mutating func checkLimits(equity: Money, at instant: Int64, effects: inout [Effect]) {
    limits.check(
      account.risk(ofEquity: equity, at: instant), now: clock.now.utc, board: &board, effects: &effects)
  }

  // MARK: Trades

  private mutating func book(_ event: TradeEvent, effects: inout [Effect]) {
    switch event {
    case .opened(let trade):
      account.open(trade)
      limits.noteOrder(at: trade.entryTime, now: clock.now.utc, board: &board, effects: &effects)
      checkExposure(effects: &effects)
    case .closed(let trade):
      account.close(trade)
      performance.measure(trade, calendar: clock.calendar, board: &board, effects: &effects)
    }
  }

  private mutating func checkExposure(effects: inout [Effect]) {
    limits.checkExposure(account.exposure, now: clock.now.utc, board: &board, effects: &effects)
  }

  /// The regular look at the open trades. Windows are published only when a trade has entered or left them.
  private mutating func scan(at instant: MarketTime, effects: inout [Effect]) {
    let publishesAll = schedule.scan(at: instant.open)
    limits.countOrders(at: instant.utc, now: clock.now.utc, board: &board, effects: &effects)
    checkExposure(effects: &effects)
    let changed = performance.takeChanged(at: instant, includesAll: publishesAll)
    guard !changed.isEmpty else { return }
    let metrics = account.metrics(at: instant, calendar: clock.calendar)
    for window in changed {
      effects.append(.publish(.metrics(performance.snapshot(of: window, account: metrics))))
    }
  }
}
