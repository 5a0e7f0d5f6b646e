package import Domain
internal import GridTrading

/// Rebuilding the bot from its published stream, where its journal was lost.
extension Trader {
  /// Replays a published turn: the quotes are traded with no other entries than the published ones, and whatever they
  /// do not lead to is taken from what was published.
  package mutating func relive(_ turn: [Event]) {
    // Nothing is ordered that was not.
    awaitsCompany = true
    for case .tradeOpened(let trade) in turn { expected.append(trade) }
    for event in turn { relive(event) }
    expected.removeAll()
  }

  private mutating func relive(_ event: Event) {
    switch event {
    case .quotes(let batch): tradeAgain(batch)
    case .tradeOpened(let trade):
      guard expected.contains(where: { $0.id == trade.id }) else { return }
      expected.removeAll { $0.id == trade.id }
      venue.accept(engine.takeUp(trade))
    case .tradeClosed(let closed):
      _ = engine.book(VenueClosing(trade: closed.trade, time: closed.exitTime, price: closed.exitPrice))
      venue.close(closed.trade.id)
    case .configurationApplied(let published):
      ledger.restore(published, at: time.open)
      if ledger.version != engine.version || ledger.configuration != engine.configuration {
        engine.adopt(ledger.configuration, version: ledger.version)
      }
    case .safety(let report):
      trips = Trips()
      for trip in report.trips { _ = trips.add(trip) }
      flatness = report.flatness
    case .minute(let number): _ = finishMinute(number)
    case .account(let state): reported = state
    case .configurationRefused, .incident, .entries, .metrics, .alert, .measurement, .experiment, .decision, .report,
      .change, .plans:
      break
    }
  }

  /// Continues with the held-back quotes and counts of a judge that has seen the same quotes.
  package mutating func judge(by judge: QuoteJudge) {
    quoteJudge = judge
  }

  /// Trusts nothing that was known of the venue before: whether it is flat is verified again.
  package mutating func doubtVenue() {
    if trips.level == .halted { verifyAnew() }
  }

  /// Fences out every writer that was replaced before the journal was lost.
  package mutating func fence(from writer: Int64) {
    ledger.fence = max(ledger.fence, writer)
  }
}
