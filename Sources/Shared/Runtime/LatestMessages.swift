package import Wire

/// The last message of every topic, for late subscribers.
package struct LatestMessages: Sendable {
  private var byTopic: [[UInt8]: Frames] = [:]

  package init() {}

  package mutating func note(_ frames: Frames) {
    byTopic[frames.topic] = frames
  }

  /// In order of topic, as many as fit a reply.
  package var all: [Frames] {
    var total = 0
    return byTopic.values.sorted { $0.topic.lexicographicallyPrecedes($1.topic) }.filter {
      total += $0.byteCount
      return total <= WireLimits.replyMessages
    }
  }
}
