internal import Domain

/// What a run remembers of its data files.
package struct DataMemory: Hashable, Sendable, Codable {
  /// The named value of the trader's journal that holds it.
  package static let name = "data"

  package var traded: TradedData
  /// The identities of the files' caches, of bytes and of the way to read them: equal ones hold equal quotes.
  package var sources: [String]

  package init(traded: TradedData = TradedData(), sources: [String]) {
    self.traded = traded
    self.sources = sources
  }

  /// Refuses files that do not begin with what was traded. Files that are the same byte for byte are not read.
  ///
  /// - Throws: `FeedError.notWhatWasTraded` with the file in which they part.
  package func check(_ caches: [QuoteCache]) throws(FeedError) {
    guard sources != caches.map(\.identity) else { return }
    var feeds = caches.map { CachedFeed($0) }
    var current = 0
    let difference = try traded.difference { () throws(FeedError) -> [Quote]? in
      var quotes: [Quote] = []
      while current < feeds.count {
        if feeds[current].next(into: &quotes) != nil { return quotes }
        if current == feeds.count - 1 { return nil }
        current += 1
      }
      return nil
    }
    guard let difference else { return }
    let file = if case .recorded(let file) = caches[current].origin { file } else { "\(caches[current].origin)" }
    throw .notWhatWasTraded(file: file, difference: difference)
  }
}
