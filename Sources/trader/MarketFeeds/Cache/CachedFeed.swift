package import Domain

/// The quotes of a cache as a feed. Going to a position costs nothing.
package struct CachedFeed: MarketFeed {
  package let cache: QuoteCache
  package private(set) var position: Int64 = 0

  package init(_ cache: QuoteCache) {
    self.cache = cache
  }

  package var symbol: Symbol { cache.symbol }
  package var origin: FeedOrigin { cache.origin }
  package var notices: [FeedNotice] { cache.notices }
  package var refused: RefusedRows { cache.refused }

  package mutating func next(into quotes: inout [Quote]) -> Int64? {
    quotes.removeAll(keepingCapacity: true)
    var index = Int(position)
    guard index < cache.count else { return nil }
    let start = cache.times[index] - cache.times[index] % CivilTime.minute
    let end = start + CivilTime.minute
    while index < cache.count, cache.times[index] < end {
      quotes.append(cache[index])
      index += 1
    }
    position = Int64(index)
    return start
  }

  package mutating func skip(to position: Int64) throws(FeedError) {
    guard position >= self.position, position <= Int64(cache.count), isMinuteEnd(Int(position)) else {
      throw .shorterThan(origin: origin, position: position, quotes: Int64(cache.count))
    }
    self.position = position
  }

  /// Goes to a place where a run has ended, also within a minute, whose rest is then given as a minute.
  package mutating func goOn(from position: Int64) throws(FeedError) {
    guard (0...Int64(cache.count)).contains(position) else {
      throw .shorterThan(origin: origin, position: position, quotes: Int64(cache.count))
    }
    self.position = position
  }

  /// Whether a minute begins, or everything ends, at this quote.
  private func isMinuteEnd(_ index: Int) -> Bool {
    index == 0 || index == cache.count
      || cache.times[index] / CivilTime.minute != cache.times[index - 1] / CivilTime.minute
  }
}
