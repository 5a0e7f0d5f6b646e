import Domain
import Foundation
import GridTrading
import MarketFeeds
import Stack

/// The quotes of the run, minute by minute, one file after the other.
struct FeedReader {
  /// One file through its cache, or the generator.
  private enum Part {
    case file(CachedFeed)
    case synthetic(SyntheticMarket)
  }

  private var parts: [Part]
  private var current = 0
  /// Quotes in the parts before the present one.
  private var before: Int64 = 0
  private var minutesLeft: Int64?
  /// Quotes given, at the end of a minute.
  private(set) var position: Int64 = 0
  let refusedRows: Int
  /// The generator as it was before the minute that it gave last; `nil` for files, where going on costs nothing.
  private(set) var resumption: SyntheticMarket?

  /// - Parameter resumption: of a former life, so that what it had drawn need not be drawn again.
  init(_ source: FeedSource, profile: SymbolProfile, resumption: SyntheticMarket? = nil) throws(FeedError) {
    switch source {
    case .files(let paths, let spread, let strict):
      let options = FeedOptions(profile: profile, spread: spread.map { .fixed($0) } ?? .profile, strict: strict)
      var caches: [QuoteCache] = []
      for path in paths { caches.append(try QuoteCache(of: path, options: options, in: QuoteCache.usualDirectory)) }
      try QuoteCache.checkOrder(caches, of: paths)
      parts = caches.map { .file(CachedFeed($0)) }
      refusedRows = caches.reduce(0) { $0 + $1.refused.total }
    case .synthetic(let seed, let minutes):
      let fresh = SyntheticMarket(profile: profile, seed: seed)
      let market = resumption.flatMap { $0.seed == seed && $0.settings == fresh.settings ? $0 : nil } ?? fresh
      parts = [.synthetic(market)]
      position = market.position
      minutesLeft = minutes.map { $0 - market.minutes }
      refusedRows = 0
    }
  }

  /// The quotes of the next minute; `nil` when all has been given.
  mutating func next() throws(FeedError) -> [Quote]? {
    if let minutesLeft, minutesLeft <= 0 { return nil }
    while current < parts.count {
      if let quotes = try nextOfPart() {
        minutesLeft? -= 1
        return quotes
      }
      before = position
      current += 1
    }
    return nil
  }

  private mutating func nextOfPart() throws(FeedError) -> [Quote]? {
    var quotes: [Quote] = []
    switch parts[current] {
    case .file(var feed):
      guard feed.next(into: &quotes) != nil else { return nil }
      parts[current] = .file(feed)
      position = before + feed.position
    case .synthetic(var market):
      let former = market
      guard market.next(into: &quotes) != nil else { return nil }
      resumption = former
      parts[current] = .synthetic(market)
      position = before + market.position
    }
    return quotes
  }

  /// Goes on where a former life was.
  mutating func skip(to target: Int64) throws(FeedError) {
    while current < parts.count, position < target {
      switch parts[current] {
      case .file(let feed) where target - before > Int64(feed.cache.count):
        before += Int64(feed.cache.count)
        position = before
        current += 1
      case .file(var feed):
        try feed.skip(to: target - before)
        parts[current] = .file(feed)
        position = target
      case .synthetic:
        guard try next() != nil else { return }
      }
    }
  }
}
