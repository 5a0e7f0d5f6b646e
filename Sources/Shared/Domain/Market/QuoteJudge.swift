/// Why a quote is not believed.
package enum QuoteRefusal: Hashable, Sendable, Codable {
  /// The ask lies below the bid.
  case crossed(Quote)
  /// At no time that a quote can have.
  case timeless(Quote)
  /// Not a price of this symbol.
  case outOfRange(Quote, lowest: Price, highest: Price)
  /// It comes after one with a later time.
  case late(Quote, after: Int64)
  /// It lay far from the quotes before and after it, as did all `count` of its bar that ended with it.
  case outlier(Quote, count: Int64, before: Quote, after: Quote)
}

extension QuoteRefusal: CustomStringConvertible {
  package var description: String {
    switch self {
    case .crossed(let quote): "crossed: bid \(quote.bid.points), ask \(quote.ask.points) points"
    case .timeless(let quote): "time \(quote.time) is beyond any market"
    case .outOfRange(let quote, let lowest, let highest):
      "bid \(quote.bid.points), ask \(quote.ask.points) points: believed are \(lowest.points) to \(highest.points)"
    case .late(let quote, let after): "time \(quote.time) is before \(after)"
    case .outlier(let quote, let count, let before, let after):
      (count == 1 ? "a lone bid" : "\(count) prices of one bar, the last a bid")
        + " of \(quote.bid.points) points between \(before.bid.points) and \(after.bid.points)"
    }
  }
}

/// Judges each quote once, where it enters: one bad tick must neither trade nor trip a limit, and a move that is real
/// must be traded.
///
/// A quote is refused when it is crossed, outside the prices that the profile believes, or older than the last one. One
/// that lies farther from the last than is believed is held back: the quote after it confirms it by lying near it, and
/// then the bot trades on that one, or shows it to have been an outlier. The prices of one bar come from one hand and
/// may be wrong together: none of them confirms another that is held back, only the next bar's open does. What follows a
/// quote that was left out came by a jump, whatever its path was.
package struct QuoteJudge: Hashable, Sendable, Codable {
  package struct Judgement: Hashable, Sendable {
    /// The quote to trade on; `nil` where there is none.
    package var believed: Quote?
    /// What this quote, or the one held back before it, was refused for.
    package var refusals: [QuoteRefusal] = []
  }

  /// Inside a bar of a minute a price is believed that many jumps from the one before: its wick may have reached a stop,
  /// and to leave it out would flatter. `QuoteJudgeTests` has a real minute of more than three.
  private static let insideBar: Int64 = 5
  private static let minute: Int64 = 60_000

  package let belief: QuoteBelief
  private var last: Quote?
  /// The newest of the quotes that are held back.
  private var suspect: Quote?
  /// How many are held back, all of one bar where there is more than one.
  private var held: Int64 = 0
  /// Whether a quote since the last believed one was left out.
  private var hasGap = false
  /// Quotes refused so far. One that was held back and then confirmed is not among them.
  package private(set) var refused: Int64 = 0

  package init(_ belief: QuoteBelief) {
    self.belief = belief
  }

  package var isHolding: Bool { suspect != nil }

  package mutating func judge(_ quote: Quote) -> Judgement {
    if let objection = objection(to: quote) { return refuse(objection) }
    guard let last else { return believe(quote) }
    guard let suspect else { return isDoubtful(quote, after: last) ? hold(quote) : believe(quote) }
    let isFar = isFar(quote, from: last)
    if isFar, quote.path == .continuous { return hold(quote) }
    if isFar, !self.isFar(quote, from: suspect) { return believe(quote) }
    let outlier = QuoteRefusal.outlier(suspect, count: held, before: last, after: quote)
    refused += held
    held = 0
    return isFar ? hold(quote, refusals: [outlier]) : believe(quote, refusals: [outlier])
  }

  /// Takes a quote that was believed before, as recovery and a stream's reader do.
  package mutating func remember(_ quote: Quote) {
    last = quote
    suspect = nil
    held = 0
    hasGap = false
  }

  private func objection(to quote: Quote) -> QuoteRefusal? {
    if quote.ask < quote.bid { return .crossed(quote) }
    if !Plausible.milliseconds.contains(quote.time) { return .timeless(quote) }
    if !belief.contains(quote) { return .outOfRange(quote, lowest: belief.lowest, highest: belief.highest) }
    if let last, quote.time < last.time { return .late(quote, after: last.time) }
    return nil
  }

  private mutating func refuse(_ refusal: QuoteRefusal) -> Judgement {
    refused += 1
    hasGap = hasGap || last != nil
    return Judgement(refusals: [refusal])
  }

  private mutating func hold(_ quote: Quote, refusals: [QuoteRefusal] = []) -> Judgement {
    suspect = quote
    held += 1
    hasGap = true
    return Judgement(refusals: refusals)
  }

  private mutating func believe(_ quote: Quote, refusals: [QuoteRefusal] = []) -> Judgement {
    var quote = quote
    if hasGap { quote.path = .jump }
    remember(quote)
    return Judgement(believed: quote, refusals: refusals)
  }

  /// Whether a quote needs to be confirmed where the one before it was believed.
  private func isDoubtful(_ quote: Quote, after last: Quote) -> Bool {
    switch quote.path {
    case .jump: isFar(quote, from: last)
    // In a longer bar the price has the time to go anywhere.
    case .continuous: quote.time - last.time < Self.minute && isFar(quote, from: last, by: Self.insideBar)
    }
  }

  private func isFar(_ quote: Quote, from other: Quote, by jumps: Int64 = 1) -> Bool {
    // Stops of shorts are reached by the ask alone.
    [(quote.bid, other.bid), (quote.ask, other.ask)].contains { now, before in
      abs(Int64(now.points) - Int64(before.points)) > Int64(belief.jump.tenths) * jumps
    }
  }
}
