package import Domain

/// What the reference bot and its paper venue start with.
package struct TraderSettings: Hashable, Sendable, Codable {
  /// Money in the paper account before the first trade, in the quote currency; `nil` for 25 times the profile's worst
  /// case, which is 10,000 for EURUSD.
  package var initialBalance: Money?
  /// What to do about a trade in the venue's list that this bot did not open.
  package var foreignTrades: ForeignTradePolicy
  package var venueFault: PaperVenueFault
  /// Money that comes into the paper account, or leaves it, while the bot trades.
  package var paperTransfers: [PaperTransfer]?

  package init(
    initialBalance: Money? = nil, foreignTrades: ForeignTradePolicy = .freeze,
    venueFault: PaperVenueFault = .none, paperTransfers: [PaperTransfer]? = nil
  ) {
    self.initialBalance = initialBalance
    self.foreignTrades = foreignTrades
    self.venueFault = venueFault
    self.paperTransfers = paperTransfers
  }
}

/// The answer to a trade that is not the bot's own. None of them ever closes it.
package enum ForeignTradePolicy: String, CaseIterable, Hashable, Sendable, Codable {
  /// Nothing is reported and nothing is done.
  case ignore
  /// It counts against the limit on open positions.
  case count
  /// No parameter is changed while it is there.
  case freeze
}
