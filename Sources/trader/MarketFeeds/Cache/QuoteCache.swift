package import Domain
internal import Foundation

/// The quotes of one source, kept in a file that is mapped into memory.
///
/// The file is made once. It is reused only while the source, the way of reading it and its own bytes have the SHA-256
/// that it was made with; otherwise it is made again, and a notice says why.
package final class QuoteCache: Sendable {
  package let symbol: Symbol
  package let origin: FeedOrigin
  package let notices: [FeedNotice]
  package let refused: RefusedRows
  /// Rows of the source, refused ones included.
  package let rows: Int
  /// Where the file lies.
  package let path: String
  /// SHA-256 in hexadecimal of all that decides which quotes it holds: the source's bytes and the way of reading them.
  package let identity: String

  private let mapping: MappedColumns

  /// Number of quotes.
  package var count: Int { mapping.count }
  /// Milliseconds since 1970 UTC. These buffers live as long as the cache.
  package var times: UnsafeBufferPointer<Int64> { mapping.times }
  /// Points.
  package var bids: UnsafeBufferPointer<Int32> { mapping.bids }
  /// Points.
  package var asks: UnsafeBufferPointer<Int32> { mapping.asks }
  /// `PricePath.rawValue`.
  package var paths: UnsafeBufferPointer<UInt8> { mapping.paths }

  /// Complexity: O(1).
  package subscript(index: Int) -> Quote {
    Quote(
      time: times[index], bid: Price(points: bids[index]), ask: Price(points: asks[index]),
      path: PricePath(rawValue: paths[index]) ?? .jump)
  }

  /// Opens the cache of a file of quotes, and makes it first where there is none that fits.
  ///
  /// - Parameters:
  ///   - directory: Where caches lie; made where missing.
  ///   - progress: Called every 65,536 quotes while the cache is made.
  package init(
    of source: String, options: FeedOptions, in directory: String, progress: (FeedProgress) -> Void = { _ in }
  ) throws(FeedError) {
    let feed = try FileFeed(path: source, options: options)
    let recipe = QuoteRecipe(
      sourceDigest: try DiskFile(reading: source).digest(), format: feed.format, options: options)
    let identity = try Self.encoding(source) { try recipe.identity() }
    try Self.encoding(directory) {
      try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
    }
    self.identity = identity.hexadecimal
    path = "\(directory)/\(options.profile.symbol)-\(Array(identity.prefix(12)).hexadecimal).quotes"
    var notices = feed.notices
    let opened: (MappedColumns, QuoteFileDescription)
    switch try Self.open(path, identity: identity) {
    case .usable(let columns, let description):
      opened = (columns, description)
    case .unusable(let reason):
      if let reason { notices.append(.cacheRebuilt(reason: reason)) }
      try Self.build(path, from: feed, recipe: recipe, identity: identity, progress: progress)
      guard case .usable(let columns, let description) = try Self.open(path, identity: identity) else {
        throw .cache(file: path, reason: "what was written cannot be read back; check the disk")
      }
      opened = (columns, description)
    }
    mapping = opened.0
    symbol = opened.1.symbol
    rows = opened.1.rows
    refused = opened.1.refused
    origin = feed.origin
    self.notices = notices
  }
}

extension QuoteCache {
  private enum Opening {
    case usable(MappedColumns, QuoteFileDescription)
    /// With the reason, which is `nil` where there is simply no file yet.
    case unusable(reason: String?)
  }

  private static func open(_ path: String, identity: [UInt8]) throws(FeedError) -> Opening {
    guard FileManager.default.fileExists(atPath: path) else { return .unusable(reason: nil) }
    let file = try DiskFile(reading: path)
    guard let front = QuoteFileFront(try file.read(count: QuoteFileLayout.frontSize)) else {
      return .unusable(reason: "the file does not begin like a cache of this version")
    }
    guard front.identity == identity else { return .unusable(reason: "it was made of something else") }
    guard try file.size() == front.layout.size, front.layout.count > 0 else {
      return .unusable(reason: "the file has not the length that it was made with")
    }
    let description = try file.read(count: front.layout.descriptionSize)
    try file.seek(to: QuoteFileLayout.frontSize)
    guard try file.digest() == front.content else {
      return .unusable(reason: "the file's bytes have another SHA-256 than when it was made")
    }
    guard let decoded = try? JSONDecoder().decode(QuoteFileDescription.self, from: Data(description)) else {
      return .unusable(reason: "its description cannot be read")
    }
    return .usable(try MappedColumns(file, layout: front.layout), decoded)
  }

  private static func build(
    _ path: String, from feed: FileFeed, recipe: QuoteRecipe, identity: [UInt8], progress: (FeedProgress) -> Void
  ) throws(FeedError) {
    var writer = try QuoteFileWriter(path: path)
    var quotes: [Quote] = []
    var told: Int64 = 0
    while try feed.next(into: &quotes) != nil {
      try writer.append(quotes)
      if feed.position - told >= 65_536 {
        told = feed.position
        progress(feed.progress)
      }
    }
    progress(feed.progress)
    let description = QuoteFileDescription(
      symbol: recipe.symbol, digits: recipe.digits, format: recipe.format, spread: recipe.spread, rows: feed.rows,
      refused: feed.refused)
    try writer.finish(
      identity: identity, description: try encoding(path) { Array(try canonicalJSON(description)) })
  }

  /// Turns an error of the Foundation into one of the cache.
  private static func encoding<Value>(_ path: String, _ body: () throws -> Value) throws(FeedError) -> Value {
    do {
      return try body()
    } catch {
      throw .cache(file: path, reason: "\(error)")
    }
  }
}
