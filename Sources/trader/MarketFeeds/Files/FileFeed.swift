package import Domain

/// How far a file has been read.
package struct FeedProgress: Hashable, Sendable {
  /// Rows read, refused ones included.
  package var rows: Int
  /// Bytes read of the file as it lies on disk, and its size.
  package var bytes: Int64
  package var size: Int64
}

/// The quotes of one file of any known form, plain or gzip, read as they are asked for.
package final class FileFeed: MarketFeed {
  package let symbol: Symbol
  package let origin: FeedOrigin
  package let notices: [FeedNotice]
  private var reader: RowReader

  /// Opens the file and recognises its form.
  package init(path file: String, options: FeedOptions) throws(FeedError) {
    let reader = try RowReader(path: file, options: options)
    symbol = options.profile.symbol
    origin = .recorded(file: file)
    notices = Self.notices(of: reader.format, options: options)
    self.reader = reader
  }

  package var format: FeedFormat { reader.format }
  package var position: Int64 { reader.position }
  package var refused: RefusedRows { reader.refused }
  /// Rows read, refused ones included.
  package var rows: Int { reader.rows }
  package var progress: FeedProgress { reader.progress }

  package func next(into quotes: inout [Quote]) throws(FeedError) -> Int64? {
    try reader.next(into: &quotes)
  }

  private static func notices(of format: FeedFormat, options: FeedOptions) -> [FeedNotice] {
    var notices: [FeedNotice] = []
    if let length = format.barLength, length > CivilTime.minute {
      notices.append(.coarseBars(minutes: Int(length / CivilTime.minute)))
    }
    if format.side != .both { notices.append(.modelledSpread(options.spread)) }
    return notices
  }
}
