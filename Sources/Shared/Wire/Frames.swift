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
