/// A traded instrument's name, such as `EURUSD`: 1 to 32 letters, digits, dots, underscores or dashes.
package struct Symbol: Hashable, Sendable, Codable, CustomStringConvertible {
  package let name: String

  package init?(_ name: String) {
    guard (1...32).contains(name.utf8.count), name.utf8.allSatisfy(\.isNameByte) else { return nil }
    self.name = name
  }

  package var description: String { name }

  package init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    let name = try container.decode(String.self)
    guard let symbol = Symbol(name) else {
      throw DecodingError.dataCorruptedError(in: container, debugDescription: "not a symbol name: \(name)")
    }
    self = symbol
  }

  package func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(name)
  }
}

extension UInt8 {
  /// Letters, digits and `._-`: what the names of symbols, bots, stops and sockets are made of, which stand in topics and
  /// as file names.
  package var isNameByte: Bool {
    switch self {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."), UInt8(ascii: "_"), UInt8(ascii: "-"):
      true
    default: false
    }
  }
}
