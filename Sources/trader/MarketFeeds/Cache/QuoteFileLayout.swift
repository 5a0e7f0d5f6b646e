/// Where everything lies in a quote cache file.
///
/// All numbers are little-endian. A front of 96 bytes, a description in JSON up to the next page, then the columns one
/// behind the other: times (8 bytes a quote), bids and asks in points (4 bytes each), paths (1 byte).
struct QuoteFileLayout: Hashable {
  static let magic: [UInt8] = Array("SotanoQT".utf8)
  /// Rises whenever the bytes mean something else, or the same source would give other quotes.
  static let version: UInt32 = 2
  static let frontSize = 96
  static let page = 4096

  var count: Int
  var descriptionSize: Int

  /// First byte of the columns; a whole number of pages, so that they can be mapped.
  var columns: Int { (Self.frontSize + descriptionSize + Self.page - 1) / Self.page * Self.page }
  var bids: Int { columns + 8 * count }
  var asks: Int { bids + 4 * count }
  var paths: Int { asks + 4 * count }
  var size: Int { paths + count }
}

/// The first bytes of a cache file.
struct QuoteFileFront: Hashable {
  var layout: QuoteFileLayout
  /// SHA-256 of what the quotes were made of and how.
  var identity: [UInt8]
  /// SHA-256 of all that follows the front.
  var content: [UInt8]

  var bytes: [UInt8] {
    var bytes = QuoteFileLayout.magic
    append(UInt64(QuoteFileLayout.version), size: 4, to: &bytes)
    append(UInt64(layout.descriptionSize), size: 4, to: &bytes)
    append(UInt64(layout.count), size: 8, to: &bytes)
    bytes += identity
    bytes += content
    append(0, size: QuoteFileLayout.frontSize - bytes.count, to: &bytes)
    return bytes
  }

  /// - Returns: `nil` where these are no such bytes, or of another version.
  init?(_ bytes: [UInt8]) {
    func number(_ range: Range<Int>) -> UInt64 {
      bytes[range].reversed().reduce(0) { $0 << 8 | UInt64($1) }
    }
    guard bytes.count == QuoteFileLayout.frontSize, Array(bytes[..<8]) == QuoteFileLayout.magic,
      number(8..<12) == QuoteFileLayout.version, number(16..<24) < 1 << 40
    else { return nil }
    layout = QuoteFileLayout(count: Int(number(16..<24)), descriptionSize: Int(number(12..<16)))
    identity = Array(bytes[24..<56])
    content = Array(bytes[56..<88])
  }

  init(layout: QuoteFileLayout, identity: [UInt8], content: [UInt8]) {
    precondition(identity.count == 32 && content.count == 32, "SHA-256 has 32 bytes")
    self.layout = layout
    self.identity = identity
    self.content = content
  }

  private func append(_ number: UInt64, size: Int, to bytes: inout [UInt8]) {
    for place in 0..<size { bytes.append(place < 8 ? UInt8(truncatingIfNeeded: number >> (8 * UInt64(place))) : 0) }
  }
}
