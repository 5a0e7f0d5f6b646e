internal import FoundationEssentials

/// A peer's head as the payload of a journal row: `PEER NUMBER HASH`, the hash in hexadecimal, and where they are known
/// ` EPOCH SEQUENCE FENCE` of the same beat.
package struct PeerHeadRecord {
  static let kind = "peerHead"
  static let contradictionKind = "peerContradiction"
  /// The peer's journal was rebuilt, and earlier heads are not in it.
  static let renewalKind = "peerRenewed"
  package static let recoveryKind = "recovery"

  var peer: String
  var head: ChainHead
  var numbering: PeerNumbering

  init(peer: String, head: ChainHead, _ numbering: PeerNumbering) {
    self.peer = peer
    self.head = head
    self.numbering = numbering
  }

  var payload: Data { Data("\(peer) \(head.number) \(head.hash) \(numbering.text)".utf8) }

  init?(payload: Data) {
    let words = String(decoding: payload, as: UTF8.self).split(separator: " ", omittingEmptySubsequences: false)
    guard words.count == 3 || words.count == 6, let number = Int64(words[1]),
      let hash = JournalHash(hexadecimal: words[2])
    else { return nil }
    let numbering = words.count == 3 ? PeerNumbering() : PeerNumbering(words: words[3...])
    guard let numbering else { return nil }
    self.init(peer: String(words[0]), head: ChainHead(number: number, hash: hash), numbering)
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
