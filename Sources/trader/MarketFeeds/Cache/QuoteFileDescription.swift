internal import Digests
internal import Domain
internal import Foundation

/// What a cache file says about its quotes.
struct QuoteFileDescription: Hashable, Codable {
  var symbol: Symbol
  var digits: Int
  var format: FeedFormat
  /// `nil` where the data has both sides.
  var spread: SpreadSource?
  /// Rows of the source, refused ones included.
  var rows: Int
  var refused: RefusedRows
}

/// All that decides which quotes come out of a source; two equal recipes give equal quotes.
struct QuoteRecipe: Codable {
  var sourceDigest: String
  var layoutVersion: UInt32
  var symbol: Symbol
  var digits: Int
  var format: FeedFormat
  var spread: SpreadSource?
  /// Tenths of a pip by hour of the week, where the profile's spread is used.
  var spreadByHour: [Pips]?
  var strict: Bool
  var brokerClock: BrokerClock
  var belief: QuoteBelief

  init(sourceDigest: [UInt8], format: FeedFormat, options: FeedOptions) {
    let modelled = format.side == .both ? nil : options.spread
    self.sourceDigest = sourceDigest.hexadecimal
    layoutVersion = QuoteFileLayout.version
    symbol = options.profile.symbol
    digits = options.profile.digits
    self.format = format
    spread = modelled
    spreadByHour = modelled == .profile ? options.profile.spreadByHour : nil
    strict = options.strict
    brokerClock = options.brokerClock
    belief = options.profile.belief
  }

  /// SHA-256 of the recipe.
  func identity() throws -> [UInt8] {
    SHA256.hash(try canonicalJSON(self))
  }
}

/// JSON with sorted keys, so that equal values give equal bytes.
func canonicalJSON(_ value: some Encodable) throws -> Data {
  let encoder = JSONEncoder()
  encoder.outputFormatting = .sortedKeys
  return try encoder.encode(value)
}

extension [UInt8] {
  var hexadecimal: String {
    let digits = Array<UInt8>("0123456789abcdef".utf8)
    return String(decoding: flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: UTF8.self)
  }
}
