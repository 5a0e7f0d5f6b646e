package import Domain

/// Quotes in memory, one array a field, as the replay reads them: 16 bytes and a bit a quote.
package struct QuoteSeries: Sendable {
  /// Milliseconds since 1970 UTC, never decreasing.
  package private(set) var times: [Int64] = []
  /// Points.
  package private(set) var bids: [Int32] = []
  /// Points.
  package private(set) var asks: [Int32] = []
  /// Bit `i % 64` of word `i / 64` is set where quote `i` came by a continuous path.
  package private(set) var continuous: [UInt64] = []

  package init() {}

  package init(_ quotes: some Sequence<Quote>) {
    for quote in quotes { append(quote) }
  }

  /// Takes arrays that were filled elsewhere, such as a mapped cache.
  ///
  /// - Parameter continuous: one bit a quote, in as many words as that takes.
  package init(times: [Int64], bids: [Int32], asks: [Int32], continuous: [UInt64]) {
    precondition(
      bids.count == times.count && asks.count == times.count && continuous.count == (times.count + 63) / 64,
      "every field of a series has one value for each quote")
    self.times = times
    self.bids = bids
    self.asks = asks
    self.continuous = continuous
  }

  package var count: Int { times.count }
  package var isEmpty: Bool { times.isEmpty }

  package mutating func reserveCapacity(_ count: Int) {
    times.reserveCapacity(count)
    bids.reserveCapacity(count)
    asks.reserveCapacity(count)
    continuous.reserveCapacity((count + 63) / 64)
  }

  package mutating func append(_ quote: Quote) {
    let index = times.count
    if index % 64 == 0 { continuous.append(0) }
    if quote.path == .continuous { continuous[index / 64] |= 1 << UInt64(index % 64) }
    times.append(quote.time)
    bids.append(quote.bid.points)
    asks.append(quote.ask.points)
  }

  package subscript(index: Int) -> Quote {
    Quote(
      time: times[index], bid: Price(points: bids[index]), ask: Price(points: asks[index]), path: path(of: index))
  }

  package func path(of index: Int) -> PricePath {
    continuous[index / 64] & (1 << UInt64(index % 64)) == 0 ? .jump : .continuous
  }

  /// The first index at or after `start` whose time is not before `time`; `count` where there is none.
  ///
  /// Complexity: logarithmic in the distance found.
  package func firstIndex(notBefore time: Int64, from start: Int = 0) -> Int {
    var low = start
    var reach = 1
    while low + reach < count, times[low + reach - 1] < time {
      low += reach
      reach *= 2
    }
    var high = min(low + reach, count)
    while low < high {
      let middle = (low + high) / 2
      if times[middle] < time { low = middle + 1 } else { high = middle }
    }
    return low
  }

  /// A part of the series, such as one window of a walk forward.
  package func slice(_ range: Range<Int>) -> QuoteSeries {
    var part = QuoteSeries()
    part.reserveCapacity(range.count)
    for index in range { part.append(self[index]) }
    return part
  }
}
