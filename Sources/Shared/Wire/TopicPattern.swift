/// Which topics somebody wants: a topic in which `*` stands for any run of characters, as in `metrics.*` or
/// `alert.*.winRateFell`.
///
/// A socket filters by `prefix` only, so what arrives is asked again with `matches`.
package struct TopicPattern: Hashable, Sendable, CustomStringConvertible {
  package let text: String
  private let bytes: [UInt8]

  package static let everything = TopicPattern(checked: "*")

  /// `nil` for an empty pattern, one longer than a topic may be, or one with characters that no topic has.
  package init?(_ text: String) {
    guard (1...WireLimits.topic).contains(text.utf8.count), text.utf8.allSatisfy({ (0x21...0x7e).contains($0) })
    else { return nil }
    self.init(checked: text)
  }

  /// The pattern that one topic alone matches.
  package init(_ topic: Topic) {
    self.init(checked: topic.text)
  }

  private init(checked text: String) {
    self.text = text
    bytes = Array(text.utf8)
  }

  package var description: String { text }

  /// What every matching topic begins with; a socket subscribes to it.
  package var prefix: [UInt8] { Array(bytes.prefix { $0 != Self.star }) }

  package func matches(_ topic: Topic) -> Bool {
    matches(Array(topic.text.utf8))
  }

  package func matches(_ topic: [UInt8]) -> Bool {
    topic.withUnsafeBytes { matches($0) }
  }

  /// Whether the topic matches, in at most pattern × topic comparisons.
  package func matches(_ topic: UnsafeRawBufferPointer) -> Bool {
    var at = 0
    var next = 0
    /// Where to go on when the run of the last star must grow: the star's successor and the run's end.
    var resume: (pattern: Int, topic: Int)?
    while next < topic.count {
      if at < bytes.count, bytes[at] == Self.star {
        at += 1
        resume = (at, next)
      } else if at < bytes.count, bytes[at] == topic[next] {
        at += 1
        next += 1
      } else if let last = resume {
        at = last.pattern
        next = last.topic + 1
        resume = (at, next)
      } else {
        return false
      }
    }
    return bytes[at...].allSatisfy { $0 == Self.star }
  }

  private static let star = UInt8(ascii: "*")
}
