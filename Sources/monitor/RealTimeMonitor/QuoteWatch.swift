import Domain

/// Counts unusable inputs in a row, and tells two wide spreads in a row from one.
///
/// Whether a quote is believed is judged once, by the trader (`QuoteJudge`): what it refused comes as an incident. What
/// cannot be a quote at all is unusable here too, even if the trader let it pass.
struct QuoteWatch: Hashable, Sendable, Codable {
  private var last: Quote?
  /// Unusable inputs since the last usable quote.
  private(set) var badInARow = 0
  private(set) var goodInARow = 0
  /// The spread of the last two usable quotes, the smaller one: a wide spread seen twice.
  private(set) var confirmedSpread: Pips?

  /// Whether the quote can be used.
  mutating func accepts(_ quote: Quote) -> Bool {
    guard quote.bid.points > 0, quote.ask >= quote.bid else {
      countBad()
      return false
    }
    confirmedSpread = last.map { min($0.spread, quote.spread) }
    last = quote
    goodInARow += 1
    badInARow = 0
    return true
  }

  /// Counts an unusable input; also for those that somebody else refused.
  mutating func countBad() {
    badInARow += 1
    goodInARow = 0
  }
}
