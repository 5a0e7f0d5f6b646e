import Domain

/// Tells believable quotes from others, and two wide spreads in a row from one.
///
/// A quote is impossible when a price is not positive or the ask lies below the bid. A jump larger than is believable
/// counts only when the next quote lies near it, so that a single bad tick alarms nobody.
struct QuoteWatch: Hashable, Sendable, Codable {
  enum Verdict: Hashable, Sendable, Codable {
    case usable
    /// Held back until the next quote confirms or contradicts it.
    case suspect
    case impossible
  }

  /// Points between the bids of two quotes.
  private let believable: Int64
  private var last: Quote?
  /// Held back until the next quote.
  private(set) var suspect: Quote?
  /// Unusable inputs since the last usable quote.
  private(set) var badInARow = 0
  private(set) var goodInARow = 0
  /// The spread of the last two usable quotes, the smaller one: a wide spread seen twice.
  private(set) var confirmedSpread: Pips?

  init(believablePoints: Int64) {
    believable = believablePoints
  }

  mutating func judge(_ quote: Quote) -> Verdict {
    guard quote.bid.points > 0, quote.ask >= quote.bid else {
      countBad()
      return .impossible
    }
    if quote.path == .jump, let last, isFar(quote, from: last), suspect.map({ isFar(quote, from: $0) }) ?? true {
      suspect = quote
      return .suspect
    }
    suspect = nil
    confirmedSpread = last.map { min($0.spread, quote.spread) }
    last = quote
    goodInARow += 1
    badInARow = 0
    return .usable
  }

  /// Counts an unusable input; also for those that somebody else refused.
  mutating func countBad() {
    badInARow += 1
    goodInARow = 0
  }

  private func isFar(_ quote: Quote, from other: Quote) -> Bool {
    abs(Int64(quote.bid.points) - Int64(other.bid.points)) > believable
  }
}
