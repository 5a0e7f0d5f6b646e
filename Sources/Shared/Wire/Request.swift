package import Domain

/// A question that changes nothing.
package enum Query: Hashable, Sendable {
  /// The latest message of every topic, and where the streams stand.
  case snapshot
  /// Durable messages from a position on, `limit` at most (1 to `WireLimits.rangeMessages`).
  case range(from: Int64, limit: Int64)
  case status
  /// Stops in force from a place in the list on, from 0, `limit` at most (1 to `WireLimits.trips`).
  case trips(from: Int, limit: Int)
}

/// Something that one process, or a person, asks of another, in one frame.
package struct Request: Hashable, Sendable {
  package enum Content: Hashable, Sendable {
    case command(Command)
    case query(Query)
  }

  package var bot: BotName
  /// Unique for ever within the bot; 1 to 128 letters, digits, dots, underscores or dashes.
  package var id: String
  /// `CLOCK_MONOTONIC` milliseconds after which nobody waits and a command is not started.
  package var deadline: Int64
  /// The sender's name, where it is a person. It is a name to record, not a right.
  package var person: String?
  package var content: Content

  package init(bot: BotName, id: String, deadline: Int64, person: String? = nil, content: Content) {
    self.bot = bot
    self.id = id
    self.deadline = deadline
    self.person = person
    self.content = content
  }

  /// - Throws: `WireError.malformedName` for an id or a name that is none, `tooLarge`, `notFinite`.
  package func encoded() throws(WireError) -> [UInt8] {
    try encodedBytes(of: wire, "Request", limit: WireLimits.message)
  }

  /// Reads a request; any bytes may be given.
  package static func decode(_ bytes: RawSpan) throws(WireError) -> Request {
    try Request(wire: decodedMessage(bytes, "Request", limit: WireLimits.message))
  }

  package static func decode(_ bytes: [UInt8]) throws(WireError) -> Request {
    try decode(bytes.span.bytes)
  }
}
