package import Domain

/// The text by which a published message is found: `trade.BOT.EURUSD.closed`, `metrics.BOT.EURUSD.window100`.
///
/// Kind first, then bot, symbol (where the message has one) and detail. It is built here and nowhere else. Names may
/// hold dots, so nobody parses a topic: header and body have what it says.
package struct Topic: Hashable, Sendable, CustomStringConvertible {
  // Every message that comes is compared with its topic, so that is not built for it.
  private let kind: String
  private let subject: String
  private let symbol: String?
  private let detail: String?

  package init(_ event: Event, bot: BotName, symbol: Symbol?) {
    kind = event.kind.row.topicWord
    detail = Self.detail(of: event)
    subject = bot.text
    self.symbol = symbol?.name
  }

  package init(beatOf role: Role) {
    kind = "beat"
    subject = role.rawValue
    symbol = nil
    detail = nil
  }

  package init(_ payload: Envelope.Payload, bot: BotName, symbol: Symbol?) {
    switch payload {
    case .event(let event): self.init(event, bot: bot, symbol: symbol)
    case .beat(let beat): self.init(beatOf: beat.role)
    }
  }

  package var text: String {
    var text = "\(kind).\(subject)"
    for part in [symbol, detail] {
      guard let part else { continue }
      text += "."
      text += part
    }
    return text
  }

  package var description: String { text }

  /// Whether these are the bytes of `text`.
  func isWritten(in bytes: RawSpan) -> Bool {
    bytes.withUnsafeBytes { bytes in
      var place = 0
      return Self.reads(kind, in: bytes, at: &place) && Self.reads(subject, afterDotIn: bytes, at: &place)
        && symbol.map { Self.reads($0, afterDotIn: bytes, at: &place) } ?? true
        && detail.map { Self.reads($0, afterDotIn: bytes, at: &place) } ?? true && place == bytes.count
    }
  }

  private static func reads(_ part: String, afterDotIn bytes: UnsafeRawBufferPointer, at place: inout Int) -> Bool {
    guard place < bytes.count, bytes[place] == UInt8(ascii: ".") else { return false }
    place += 1
    return reads(part, in: bytes, at: &place)
  }

  private static func reads(_ part: String, in bytes: UnsafeRawBufferPointer, at place: inout Int) -> Bool {
    for byte in part.utf8 {
      guard place < bytes.count, bytes[place] == byte else { return false }
      place += 1
    }
    return true
  }

  /// What distinguishes messages of one kind.
  private static func detail(of event: Event) -> String? {
    switch event {
    case .tradeOpened: "opened"
    case .tradeClosed: "closed"
    case .configurationApplied: "applied"
    case .configurationRefused: "refused"
    case .incident(let incident): incident.kind.rawValue
    case .metrics(let metrics): metrics.window.topicWord
    case .alert(let alert): alert.kind.rawValue
    default: nil
    }
  }
}
