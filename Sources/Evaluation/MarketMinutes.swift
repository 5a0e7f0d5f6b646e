package import Domain
package import GridTrading

/// The quotes of a series minute by minute, as lockstep takes them.
package struct MarketMinutes: Sequence, IteratorProtocol {
  private let series: QuoteSeries
  /// Quotes given so far.
  package private(set) var position = 0

  package init(_ series: QuoteSeries) {
    self.series = series
  }

  package mutating func next() -> [Quote]? {
    guard position < series.count else { return nil }
    let minute = Self.number(series.times[position])
    var quotes: [Quote] = []
    quotes.reserveCapacity(4)
    while position < series.count, Self.number(series.times[position]) == minute {
      quotes.append(series[position])
      position += 1
    }
    return quotes
  }

  private static func number(_ time: Int64) -> Int64 { time / MarketTime.minute }
}
