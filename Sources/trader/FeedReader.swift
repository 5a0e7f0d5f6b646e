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
  /// Quotes delivered, at the end of a minute.
  private(set) var position: Int64 = 0
  let refusedRows: Int
  /// The generator as it was before the last minute delivered; `nil` for files, where resuming costs nothing.
  private(set) var resumption: SyntheticMarket?

  /// What the run remembers of its files, up to the end of the minute before the last one delivered; `nil` for the
  /// generator.
  private(set) var memory: DataMemory?
  /// The last minute delivered, which is traded by the time the next one is asked for.
  private var given: [Quote] = []
  /// The last file, for errors.
  private let path: String

  /// - Parameters:
  ///   - resumption: from before the restart, so that what was drawn then need not be drawn again.
  ///   - memory: from before the restart.
  /// - Throws: `FeedError.notWhatWasTraded` where the files do not begin with what was traded then.
  init(
    _ source: FeedSource, profile: SymbolProfile, resumption: SyntheticMarket? = nil, memory: DataMemory? = nil
  ) throws(FeedError) {
    switch source {
    case .files(let paths, let spread, let strict):
      let options = FeedOptions(profile: profile, spread: spread.map { .fixed($0) } ?? .profile, strict: strict)
      var caches: [QuoteCache] = []
      for path in paths { caches.append(try QuoteCache(of: path, options: options, in: QuoteCache.usualDirectory)) }
      try QuoteCache.checkOrder(caches, of: paths)
      try memory?.check(caches)
      self.memory = DataMemory(traded: memory?.traded ?? TradedData(), sources: caches.map(\.identity))
      path = paths.last ?? ""
      parts = caches.map { .file(CachedFeed($0)) }
      refusedRows = caches.reduce(0) { $0 + $1.refused.total }
    case .synthetic(let seed, let minutes):
      let fresh = SyntheticMarket(profile: profile, seed: seed)
      let market = resumption.flatMap { $0.seed == seed && $0.settings == fresh.settings ? $0 : nil } ?? fresh
      path = ""
      parts = [.synthetic(market)]
      position = market.position
      minutesLeft = minutes.map { $0 - market.minutes }
      refusedRows = 0
    }
  }

  /// The quotes of the next minute; `nil` at the end.
  mutating func next() throws(FeedError) -> [Quote]? {
    if let minutesLeft, minutesLeft <= 0 { return nil }
    noteTraded()
    while current < parts.count {
      if let quotes = try nextOfPart() {
        minutesLeft? -= 1
        if memory != nil { given = quotes }
        return quotes
      }
      before = position
      current += 1
    }
    return nil
  }

  private mutating func noteTraded() {
    guard !given.isEmpty else { return }
    memory?.traded.append(given)
    given = []
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

  /// Resumes after a restart. Quotes traded since the memory was stored are read, all before is skipped.
  mutating func skip(to target: Int64) throws(FeedError) {
    guard let memory else { return try pass(to: target) }
    try pass(to: min(target, memory.traded.last?.position ?? 0))
    while position < target, let quotes = try next() {
      guard position > target, case .file(var feed) = parts[current] else { continue }
      // The data had ended within this minute, and the rest has come since.
      given = Array(quotes.dropLast(Int(position - target)))
      try feed.goOn(from: target - before)
      parts[current] = .file(feed)
      position = target
    }
    noteTraded()
    guard position == target else {
      throw .shorterThan(origin: .recorded(file: path), position: target, quotes: position)
    }
  }

  private mutating func pass(to target: Int64) throws(FeedError) {
    while current < parts.count, position < target {
      switch parts[current] {
      case .file(let feed) where target - before > Int64(feed.cache.count):
        before += Int64(feed.cache.count)
        position = before
        current += 1
      case .file(var feed):
        try feed.goOn(from: target - before)
        parts[current] = .file(feed)
        position = target
      case .synthetic:
        guard try next() != nil else { return }
      }
    }
  }
}
