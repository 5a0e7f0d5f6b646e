/// How the price came from the quote before to this one.
package enum PricePath: UInt8, Hashable, Sendable, Codable {
  /// It was not seen in between: a tick, the open of a bar, the first quote after a gap. Orders fill at this quote.
  case jump = 0
  /// It passed through every price in between, as inside a bar. Orders fill at their trigger price on the way.
  case continuous = 1
}

/// One bid and ask.
package struct Quote: Hashable, Sendable, Codable {
  /// Milliseconds since 1970 UTC.
  package var time: Int64
  package var bid: Price
  package var ask: Price
  package var path: PricePath

  @inlinable
  package init(time: Int64, bid: Price, ask: Price, path: PricePath) {
    self.time = time
    self.bid = bid
    self.ask = ask
    self.path = path
  }

  /// Ask minus bid, in points (which are tenths of a pip).
  @inlinable
  package var spread: Pips { Pips(tenths: ask.points - bid.points) }
}
