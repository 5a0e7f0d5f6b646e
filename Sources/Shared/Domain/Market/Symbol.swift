/// A traded instrument's name, such as `EURUSD`: 1 to 32 letters, digits, dots, underscores or dashes.
package struct Symbol: Hashable, Sendable, Codable, CustomStringConvertible {
  package let name: String

  package init?(_ name: String) {
    guard (1...32).contains(name.utf8.count), name.utf8.allSatisfy(isNameByte) else { return nil }
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

/// Letters, digits and `._-`: what may stand in a bot's or a symbol's name and so in a topic.
private func isNameByte(_ byte: UInt8) -> Bool {
  switch byte {
  case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
    UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."), UInt8(ascii: "_"), UInt8(ascii: "-"):
    true
  default: false
  }
}
