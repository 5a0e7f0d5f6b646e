import Domain

extension RealTimeMonitor {
  /// What is known of the trades that belong to the held quotes.
  enum Settlement {
    /// The next quotes are here: what happened until the last held one is known.
    case untilLastQuote
    /// Nothing more belongs to the held quotes.
    case everything
  }

  mutating func take(_ batch: QuoteBatch, at batchTime: MarketTime, effects: inout [Effect]) {
    settle(.untilLastQuote, effects: &effects)
    for quote in batch.quotes {
      if quoteWatch.accepts(quote) { held.append(quote) } else { judgeInputs(effects: &effects) }
    }
    if board.isRaised(.unknownInput) { judgeInputs(effects: &effects) }
    guard let newest = held.last else { return }
    noteSilence(before: held[0].time, effects: &effects)
    time = max(time, calendar.marketTime(at: newest.time))
    if batch.quotes.count == 1 { checkAhead(newest, effects: &effects) }
  }

  /// Goes through the held quotes and the trades between them, in order of time.
  mutating func settle(_ settlement: Settlement, effects: inout [Effect]) {
    guard !(held.isEmpty && pendingTrades.isEmpty) else { return }
    var next = pendingTrades.startIndex
    for quote in held {
      while next < pendingTrades.endIndex, pendingTrades[next].time <= quote.time {
        book(pendingTrades[next], effects: &effects)
        next += 1
      }
      lastQuote = quote
      let instant = openTime(quote.time)
      if let equity = equity(at: quote) { value(equity, at: instant, effects: &effects) }
      if instant.open >= nextScan { scan(at: instant, effects: &effects) }
    }
    held.removeAll(keepingCapacity: true)
    if case .everything = settlement, next < pendingTrades.endIndex {
      for trade in pendingTrades[next...] { book(trade, effects: &effects) }
      next = pendingTrades.endIndex
      if let lastQuote, let equity = equity(at: lastQuote) {
        value(equity, at: openTime(lastQuote.time), effects: &effects)
      }
    }
    if next > 0 { pendingTrades.removeFirst(next) }
  }

  /// Market time of a quote of the held batch, counted back from its newest: the market is open in between.
  private func openTime(_ utc: Int64) -> MarketTime {
    utc >= time.utc || time.utc - utc >= MarketTime.minute
      ? calendar.marketTime(at: utc) : MarketTime(utc: utc, open: time.open - (time.utc - utc))
  }

  /// The equity once all trades until the quote are booked; `nil` is unknown.
  func equity(at quote: Quote) -> Money? {
    base.map { $0 - openTrades.charged + openTrades.floating(at: quote, pointValue: profile.pointValue) }
  }

  private mutating func value(_ equity: Money, at instant: MarketTime, effects: inout [Effect]) {
    curve.take(equity: equity, at: instant)
    checkLimits(equity: equity, at: instant.utc, effects: &effects)
    judgeDrawdownExpectation(equity: equity, effects: &effects)
  }

  /// The hard limits at a quote whose trades are not known yet. Nothing is noted but a breach.
  private mutating func checkAhead(_ quote: Quote, effects: inout [Effect]) {
    guard let base else { return }
    let floating =
      quote.path == .continuous
      ? openTrades.floatingWithinStops(at: quote, pointValue: profile.pointValue)
      : openTrades.floating(at: quote, pointValue: profile.pointValue)
    checkLimits(equity: base - openTrades.charged + floating, at: quote.time, effects: &effects)
  }

  private mutating func book(_ event: TradeEvent, effects: inout [Effect]) {
    switch event {
    case .opened(let trade):
      openTrades.open(trade)
      noteOrder(at: openTime(trade.entryTime), effects: &effects)
    case .closed(let trade):
      let opened = openTrades.close(trade.trade.id)
      // Swap that accrued while the trade was open has already lowered the account's equity, and so the base.
      let accrued = opened.map { trade.trade.costs.swap - $0.costs.swap } ?? .zero
      base = base.map { $0 + trade.profit + accrued }
      measure(trade, effects: &effects)
    }
  }

  mutating func take(_ account: AccountState, effects: inout [Effect]) {
    let floating = lastQuote.map { openTrades.floating(at: $0, pointValue: profile.pointValue) } ?? .zero
    base = account.equity + openTrades.charged - floating
    margin = account.margin
    curve.take(deposits: account.deposits, equity: account.equity)
    curve.take(equity: account.equity, at: time)
    checkLimits(equity: account.equity, at: time.utc, effects: &effects)
  }
}
