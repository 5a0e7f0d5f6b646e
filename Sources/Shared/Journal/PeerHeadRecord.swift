internal import FoundationEssentials

/// A peer's head as the payload of a journal row: `PEER NUMBER HASH`, the hash in hexadecimal.
struct PeerHeadRecord {
  static let kind = "peerHead"
  static let contradictionKind = "peerContradiction"

  var peer: String
  var head: JournalHead

  init(peer: String, head: JournalHead) {
    self.peer = peer
    self.head = head
  }

  var payload: Data { Data("\(peer) \(head.number) \(head.hash)".utf8) }

  init?(payload: Data) {
    let words = String(decoding: payload, as: UTF8.self).split(separator: " ", omittingEmptySubsequences: false)
    guard words.count == 3, let number = Int64(words[1]), let hash = JournalHash(hexadecimal: words[2]) else {
      return nil
    }
    self.init(peer: String(words[0]), head: JournalHead(number: number, hash: hash))
  }
}

extension JournalHash {
  /// `nil` unless the text is 64 hexadecimal digits.
  package init?(hexadecimal text: some StringProtocol) {
    let digits = Array(text.utf8)
    guard digits.count == 64 else { return nil }
    var bytes = Data(capacity: 32)
    for index in stride(from: 0, to: 64, by: 2) {
      let pair = String(decoding: digits[index...index + 1], as: UTF8.self)
      guard digits[index] != UInt8(ascii: "+"), let byte = UInt8(pair, radix: 16) else { return nil }
      bytes.append(byte)
    }
    self.init(bytes)
  }
}
