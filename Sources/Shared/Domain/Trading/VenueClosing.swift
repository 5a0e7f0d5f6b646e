/// A position that was closed at the venue while the bot could not live, as the venue's list tells it.
package struct VenueClosing: Hashable, Sendable {
  /// As the venue took it.
  package var trade: OpenTrade
  /// Market time, milliseconds since 1970 UTC.
  package var time: Int64
  package var price: Price

  package init(trade: OpenTrade, time: Int64, price: Price) {
    self.trade = trade
    self.time = time
    self.price = price
  }

  package var id: TradeID { trade.id }
}
