/// Which prices and which jumps of a symbol are believed. Part of its profile, so that replay, evaluation and the live
/// trader judge a quote by the same thresholds; see `QuoteJudge`.
package struct QuoteBelief: Hashable, Sendable, Codable {
  /// A quote below or above has the price of something else.
  package var lowest: Price
  package var highest: Price
  /// Largest distance between the bids of two neighbouring quotes that is believed at once. Beyond it the next quote
  /// has to confirm the move.
  package var jump: Pips

  package init(lowest: Price, highest: Price, jump: Pips) {
    self.lowest = lowest
    self.highest = highest
    self.jump = jump
  }

  /// Every price above zero that can be computed with, and jumps of up to fifty times the median spread.
  package init(medianSpread: Pips) {
    self.init(
      lowest: Price(points: 1), highest: Price(points: Int32(Plausible.points.upperBound)),
      jump: Pips(tenths: max(1, medianSpread.tenths) * 50))
  }

  func contains(_ quote: Quote) -> Bool {
    quote.bid >= lowest && quote.ask <= highest
  }

  package func contains(_ price: Price) -> Bool {
    lowest <= price && price <= highest
  }
}
