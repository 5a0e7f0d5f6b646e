package import Domain

/// Keeps quotes out that cannot be true. One bad tick must neither trade nor trip a limit.
///
/// A quote is refused when it is crossed, not positive, or older than the last accepted one. A jump beyond the
/// plausible is held back once: the quote after it confirms it by being near it, or shows it to have been an error.
package struct QuoteCheck: Hashable, Sendable, Codable {
  private var last: Quote?
  private var suspect: Quote?
  private let jumpPerMille: Int64
  package private(set) var refused = 0

  package init(jumpPerMille: Int) {
    self.jumpPerMille = Int64(jumpPerMille)
  }

  /// - Returns: `nil` when the quote may be used, else why not.
  package mutating func objection(to quote: Quote) -> String? {
    guard quote.bid.points > 0, quote.ask.points >= quote.bid.points else {
      return refuse("crossed or not positive: bid \(quote.bid.points), ask \(quote.ask.points) points")
    }
    guard Plausible.points.contains(Int64(quote.ask.points)), Plausible.milliseconds.contains(quote.time) else {
      return refuse("beyond any market: ask \(quote.ask.points) points, time \(quote.time)")
    }
    if let last, quote.time < last.time {
      return refuse("time \(quote.time) is before \(last.time)")
    }
    if let last, jumped(from: last, to: quote), !(suspect.map { !jumped(from: $0, to: quote) } ?? false) {
      suspect = quote
      return refuse("bid \(quote.bid.points) after \(last.bid.points) points: waiting for the next quote to confirm it")
    }
    suspect = nil
    last = quote
    return nil
  }

  private func jumped(from: Quote, to: Quote) -> Bool {
    let distance = abs(Int64(to.bid.points) - Int64(from.bid.points))
    return distance * 1000 > Int64(from.bid.points) * jumpPerMille
  }

  private mutating func refuse(_ reason: String) -> String {
    refused += 1
    return reason
  }
}
