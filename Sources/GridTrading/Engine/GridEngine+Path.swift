internal import Domain

extension GridEngine {
  /// Follows a continuous path from the last bid to this quote's, at this quote's spread.
  ///
  /// The result is that of quotes one point apart, from the point after the last bid up to the quote itself: what the
  /// path reaches fills at its trigger price, in the order in which it is reached. Points at which nothing can happen
  /// are leapt over.
  mutating func follow(to quote: Quote, gate: inout some EntryGate, fills: inout [Fill]) {
    let spread = quote.ask.points - quote.bid.points
    let end = Int(quote.bid.points)
    var position = Int(last.bid.points)
    if position == end {
      trade(at: quote, gate: &gate, fills: &fills)
      return
    }
    while let reached = levels.firstReached(from: position, to: end, spread: Int(spread)) {
      position = reached
      let bid = Int32(reached)
      let point = Quote(
        time: quote.time, bid: Price(points: bid), ask: Price(points: bid + spread), path: .continuous)
      trade(at: point, gate: &gate, fills: &fills)
    }
  }
}
