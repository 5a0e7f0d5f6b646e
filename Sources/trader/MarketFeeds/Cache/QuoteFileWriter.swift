internal import Digests
internal import Domain
internal import Glibc

/// Writes a cache file from quotes that come one after the other, in memory that does not grow with their number.
///
/// Each column goes to a nameless temporary file; at the end they are joined behind the front, hashed on the way, and
/// the whole takes its name at once, after it is on the disk.
struct QuoteFileWriter: ~Copyable {
  /// Quotes held back before they are written.
  private static let batch = 1 << 16

  private let path: String
  private let columns: [DiskFile]
  private var times: [Int64] = []
  private var bids: [Int32] = []
  private var asks: [Int32] = []
  private var paths: [UInt8] = []
  private var count = 0

  init(path: String) throws(FeedError) {
    self.path = path
    var columns: [DiskFile] = []
    for _ in 0..<4 {
      let file = try DiskFile(temporaryFor: path)
      unlink(file.path)
      columns.append(file)
    }
    self.columns = columns
    times.reserveCapacity(Self.batch)
    bids.reserveCapacity(Self.batch)
    asks.reserveCapacity(Self.batch)
    paths.reserveCapacity(Self.batch)
  }

  mutating func append(_ quotes: [Quote]) throws(FeedError) {
    for quote in quotes {
      times.append(quote.time.littleEndian)
      bids.append(quote.bid.points.littleEndian)
      asks.append(quote.ask.points.littleEndian)
      paths.append(quote.path.rawValue)
    }
    if times.count >= Self.batch { try flush() }
  }

  /// Completes the file. A reader sees the old one or the new one, never a part.
  mutating func finish(identity: [UInt8], description: [UInt8]) throws(FeedError) {
    try flush()
    let layout = QuoteFileLayout(count: count, descriptionSize: description.count)
    let output = try DiskFile(temporaryFor: path)
    do throws(FeedError) {
      try output.seek(to: QuoteFileLayout.frontSize)
      var hash = SHA256()
      func put(_ bytes: UnsafeRawBufferPointer) throws(FeedError) {
        hash.update(bytes)
        try output.write(bytes)
      }
      let padding = layout.columns - QuoteFileLayout.frontSize - description.count
      try withBytes(of: description + Array(repeating: 0, count: padding), put)
      for column in columns {
        try column.seek(to: 0)
        try column.forEachChunk(put)
      }
      let front = QuoteFileFront(layout: layout, identity: identity, content: hash.finalize())
      try output.seek(to: 0)
      try withBytes(of: front.bytes) { bytes throws(FeedError) in try output.write(bytes) }
      try output.synchronize()
      guard rename(output.path, path) == 0 else { throw DiskFile.failure(path) }
    } catch {
      unlink(output.path)
      throw error
    }
    let folder = path.lastIndex(of: "/").map { String(path[..<$0]) } ?? "."
    try DiskFile(reading: folder.isEmpty ? "/" : folder).synchronize()
  }

  private mutating func flush() throws(FeedError) {
    try withBytes(of: times) { bytes throws(FeedError) in try columns[0].write(bytes) }
    try withBytes(of: bids) { bytes throws(FeedError) in try columns[1].write(bytes) }
    try withBytes(of: asks) { bytes throws(FeedError) in try columns[2].write(bytes) }
    try withBytes(of: paths) { bytes throws(FeedError) in try columns[3].write(bytes) }
    count += times.count
    times.removeAll(keepingCapacity: true)
    bids.removeAll(keepingCapacity: true)
    asks.removeAll(keepingCapacity: true)
    paths.removeAll(keepingCapacity: true)
  }

  /// `withUnsafeBytes` for a typed error.
  private func withBytes<Element: BitwiseCopyable>(
    of array: [Element], _ body: (UnsafeRawBufferPointer) throws(FeedError) -> Void
  ) throws(FeedError) {
    let result = array.withUnsafeBytes { bytes in
      Result { () throws(FeedError) in try body(bytes) }
    }
    try result.get()
  }
}
