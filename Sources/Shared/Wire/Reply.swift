package import Domain

/// Where a process's streams stand: the last position of each, 0 before the first.
package struct StreamPosition: Hashable, Sendable {
  package var epoch: Int64
  package var durableSequence: Int64
  package var transientSequence: Int64

  package init(epoch: Int64, durableSequence: Int64, transientSequence: Int64) {
    self.epoch = epoch
    self.durableSequence = durableSequence
    self.transientSequence = transientSequence
  }
}

/// The answer to a request, in one frame.
package struct Reply: Hashable, Sendable {
  package enum Content: Hashable, Sendable {
    /// The command is kept and will be carried out.
    case received
    /// The command has been carried out, now or before.
    case done
    case refused(Refusal)
    case snapshot(position: StreamPosition, messages: [Frames])
    /// `lastSequence` is the last position that there is, 0 for none.
    case range(messages: [Frames], lastSequence: Int64)
    case status(Beat)
    /// Stops in force from the place that was asked for, oldest first, and how many there are altogether.
    case trips([Trip], count: Int)
    /// The request could not be read or answered; for a person.
    case error(String)
  }

  /// The request's id; empty where the request could not be read.
  package var id: String
  package var content: Content

  package init(id: String, content: Content) {
    self.id = id
    self.content = content
  }

  /// - Throws: `WireError.tooLarge` past a mebibyte, `malformedName`, `notFinite`.
  package func encoded() throws(WireError) -> [UInt8] {
    try encodedBytes(of: wire, "Reply", limit: WireLimits.reply)
  }

  /// Reads a reply; any bytes may be given. Messages inside are not read yet.
  package static func decode(_ bytes: RawSpan) throws(WireError) -> Reply {
    try Reply(wire: decodedMessage(bytes, "Reply", limit: WireLimits.reply))
  }

  package static func decode(_ bytes: [UInt8]) throws(WireError) -> Reply {
    try decode(bytes.span.bytes)
  }
}
