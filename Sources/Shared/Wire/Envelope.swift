package import Domain
import SwiftProtobuf

/// One published message: a fact of a process, or its beat.
package struct Envelope: Hashable, Sendable {
  package enum Payload: Hashable, Sendable {
    case event(Event)
    case beat(Beat)
  }

  package var header: Header
  package var payload: Payload

  package init(header: Header, payload: Payload) {
    self.header = header
    self.payload = payload
  }

  package var topic: Topic {
    Topic(payload, bot: header.bot, symbol: header.symbol)
  }

  /// The frames to publish.
  ///
  /// - Throws: `WireError.tooLarge` for a message that no socket would take, `notFinite`, `malformedName`.
  package func encoded() throws(WireError) -> Frames {
    let body = try encodedBytes(of: payload.wire, "Body", limit: WireLimits.message)
    let header = try encodedBytes(of: header.wire, "Header", limit: WireLimits.header)
    return Frames(topic: Array(topic.text.utf8), header: header, body: body)
  }

  /// Reads a message and checks all of it: form, sizes, enums, ranges, and that topic, sender and stream belong to
  /// what it says. Any bytes may be given.
  package static func decode(topic: RawSpan, header: RawSpan, body: RawSpan) throws(WireError) -> Envelope {
    guard topic.byteCount <= WireLimits.topic else {
      throw .tooLarge(part: "topic", bytes: topic.byteCount, limit: WireLimits.topic)
    }
    let headerMessage: V1Header = try decodedMessage(header, "Header", limit: WireLimits.header)
    let bodyMessage: V1Body = try decodedMessage(body, "Body", limit: WireLimits.message)
    let envelope = Envelope(header: try Header(wire: headerMessage), payload: try Payload(wire: bodyMessage))
    try envelope.checkStream()
    let expected = envelope.topic
    guard expected.isWritten(in: topic) else { throw .wrongTopic(expected: expected.text) }
    return envelope
  }

  package static func decode(_ frames: Frames) throws(WireError) -> Envelope {
    try decode(topic: frames.topic.span.bytes, header: frames.header.span.bytes, body: frames.body.span.bytes)
  }

  /// The message in Protocol Buffers' canonical JSON, one line without its end.
  ///
  /// - Throws: as `encoded`.
  package func jsonLine() throws(WireError) -> String {
    var message = V1Envelope()
    message.topic = topic.text
    message.header = try header.wire
    message.body = try payload.wire
    do {
      return try message.jsonString()
    } catch {
      throw .malformed(part: "Envelope")
    }
  }

  /// Whether this is a message of a stop-only trader: it has no stream, see `Beat.isStopOnly`.
  private var mayStandAlone: Bool {
    switch payload {
    case .event(.safety), .event(.incident): !header.isDurable
    default: false
    }
  }

  private func checkStream() throws(WireError) {
    let speaker: Role
    let isDurable: Bool
    switch payload {
    case .event(let event): (speaker, isDurable) = (event.kind.speaker, event.isDurable)
    case .beat(let beat): (speaker, isDurable) = (beat.role, false)
    }
    guard header.sender == speaker else { throw .wrongSpeaker(sender: header.sender, speaker: speaker) }
    guard header.isDurable == isDurable || mayStandAlone else { throw .wrongStream(durable: header.isDurable) }
  }
}

/// A published message as its three frames.
package struct Frames: Hashable, Sendable {
  package var topic: [UInt8]
  package var header: [UInt8]
  package var body: [UInt8]

  package init(topic: [UInt8], header: [UInt8], body: [UInt8]) {
    self.topic = topic
    self.header = header
    self.body = body
  }

  /// What the message takes inside a reply, framing included.
  package var byteCount: Int { topic.count + header.count + body.count + 24 }
}
