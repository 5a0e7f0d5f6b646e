package import Domain

/// Where quotes come from, a market minute at a time: a file, a cache, a generator.
///
/// A reader calls `next(into:)` until it gives `nil`. What it must remember to go on after a restart is `position`.
package protocol MarketFeed {
  var symbol: Symbol { get }
  var origin: FeedOrigin { get }
  /// Quotes given so far, always at the end of a minute. It is the same number for a file and for its cache.
  var position: Int64 { get }
  /// What a person should know about these quotes before they believe a result.
  var notices: [FeedNotice] { get }
  /// Rows of the source that were not turned into quotes, by reason.
  var refused: RefusedRows { get }

  /// Puts all quotes of the next minute that has any in `quotes`, whose old content is dropped and whose memory is used
  /// again. Times never decrease; several ticks may share a millisecond.
  ///
  /// - Returns: The minute's first millisecond, UTC; `nil` after the last minute.
  mutating func next(into quotes: inout [Quote]) throws(FeedError) -> Int64?

  /// Goes forward until `position` quotes have been given. The feed must not yet be beyond it.
  ///
  /// - Throws: `FeedError.shorterThan` where the feed ends before, or `position` lies inside a minute.
  mutating func skip(to position: Int64) throws(FeedError)
}

/// All quotes of one market minute.
package struct FeedMinute: Hashable, Sendable {
  /// The minute's first millisecond since 1970 UTC.
  package var start: Int64
  /// At least one, in order of time.
  package var quotes: [Quote]

  package init(start: Int64, quotes: [Quote]) {
    self.start = start
    self.quotes = quotes
  }
}

extension MarketFeed {
  /// The next minute that has quotes; `nil` after the last.
  package mutating func next() throws(FeedError) -> FeedMinute? {
    var quotes: [Quote] = []
    guard let start = try next(into: &quotes) else { return nil }
    return FeedMinute(start: start, quotes: quotes)
  }

  /// Reads on, minute by minute, until `position` is reached.
  package mutating func skip(to position: Int64) throws(FeedError) {
    var quotes: [Quote] = []
    while self.position < position {
      guard try next(into: &quotes) != nil else {
        throw .shorterThan(origin: origin, position: position, quotes: self.position)
      }
    }
    guard self.position == position else {
      throw .shorterThan(origin: origin, position: position, quotes: self.position)
    }
  }
}

/// Whether quotes were recorded in a market or made up. Every result built on them repeats it.
package enum FeedOrigin: Hashable, Sendable, Codable, CustomStringConvertible {
  /// Read from this file, whatever made it.
  case recorded(file: String)
  /// Drawn by `SyntheticMarket` from this seed: no statement about any real market.
  case synthetic(seed: UInt64)

  package var description: String {
    switch self {
    case .recorded(let file): file
    case .synthetic(let seed): "SYNTHETIC market, seed \(seed)"
    }
  }
}

/// Something about a feed that limits what may be concluded from it.
package enum FeedNotice: Hashable, Sendable, Codable, CustomStringConvertible {
  /// The quotes are made up.
  case synthetic(seed: UInt64)
  /// Bars longer than a minute: the path inside them is guesswork.
  case coarseBars(minutes: Int)
  /// The data has one side only; the other comes from the profile or a constant.
  case modelledSpread(SpreadSource)
  /// A cache did not pass its check and was built again.
  case cacheRebuilt(reason: String)

  package var description: String {
    switch self {
    case .synthetic(let seed):
      "synthetic quotes (seed \(seed)): results say nothing about a real market"
    case .coarseBars(let minutes):
      "bars of \(minutes) minutes: the path inside a bar is unknown, fills are coarse"
    case .modelledSpread(.profile):
      "the data has one price only: the spread is the profile's median for the hour of the week"
    case .modelledSpread(.fixed(let spread)):
      "the data has one price only: the spread is a constant \(spread) pips"
    case .cacheRebuilt(let reason):
      "the cache was built again: \(reason)"
    }
  }
}
