internal import Domain

/// Sizes that no message may pass, in bytes unless a name says otherwise. A socket drops what is larger unread.
package enum WireLimits {
  /// A published frame, and a request.
  package static let message = 65_536
  /// A reply: snapshots and ranges.
  package static let reply = 1_048_576
  /// What a reply's messages may add up to (`Frames.byteCount`), so that the whole stays below `reply`.
  package static let replyMessages = 1_000_000
  package static let topic = 200
  package static let header = 512
  /// A text for a person. Longer ones are cut on the way out and refused on the way in.
  package static let text = 2048
  package static let personName = 64
  /// The id of a request or of a trip.
  package static let identifier = Trip.Bounds.id
  /// Quotes in a batch, a count: with more the frame could pass `message`.
  package static let quotes = 2000
  /// What the messages of a range add up to for a process of the stack. More is asked for from its end on.
  package static let range = 131_072
  /// The same for any other peer.
  package static let strangersRange = 32_768
  /// Messages in one range, a count.
  package static let rangeMessages: Int64 = 10_000
  /// Trips in one page, a count.
  package static let trips = 256
}
