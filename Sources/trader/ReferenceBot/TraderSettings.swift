package import Domain

/// What the reference bot and its paper venue start with.
package struct TraderSettings: Hashable, Sendable, Codable {
  /// Money in the paper account before the first trade, in the quote currency; `nil` for 25 times the profile's worst
  /// case, which is 10,000 for EURUSD.
  package var initialBalance: Money?
  /// What to do about a trade at the venue that this bot did not open.
  package var foreignTrades: ForeignTradePolicy
  /// Largest believable jump between two neighbouring quotes, in per mille of the price. A larger one must be confirmed
  /// by the quote after it.
  package var plausibleJumpPerMille: Int
  package var venueFault: PaperVenueFault
  /// Money that comes into the paper account, or leaves it, while the bot trades.
  package var paperTransfers: [PaperTransfer]?

  package init(
    initialBalance: Money? = nil, foreignTrades: ForeignTradePolicy = .freeze,
    plausibleJumpPerMille: Int = 20, venueFault: PaperVenueFault = .none, paperTransfers: [PaperTransfer]? = nil
  ) {
    self.initialBalance = initialBalance
    self.foreignTrades = foreignTrades
    self.plausibleJumpPerMille = plausibleJumpPerMille
    self.venueFault = venueFault
    self.paperTransfers = paperTransfers
  }
}

/// The answer to a trade that is not the bot's own. None of them ever closes it.
package enum ForeignTradePolicy: String, CaseIterable, Hashable, Sendable, Codable {
  case ignore
  /// It counts against the limit on open positions.
  case count
  case freeze
}
