package import Domain
package import Wire

/// What is known of a peer's stream: how far it has been read, and whether a part is missing.
package struct Upstream: Sendable {
  package let role: Role
  /// The last event read without a gap.
  package private(set) var last: Int64
  /// The last event that is known to exist.
  package private(set) var head: Int64 = 0
  /// When a range was requested that has not come; monotonic milliseconds.
  private var askedAt: Int64?
  package private(set) var epoch: Int64 = 0
  /// The last beat that carried its journal's head.
  package private(set) var beat: Beat?

  private static let patience: Int64 = 500

  package init(role: Role, last: Int64) {
    self.role = role
    self.last = last
  }

  /// Whether an event with this number is the next one. Older ones are known; later ones mean that some are missing.
  package mutating func accepts(_ sequence: Int64) -> Bool {
    head = max(head, sequence)
    guard sequence == last + 1 else { return false }
    last = sequence
    return true
  }

  package mutating func hear(_ beat: Beat) {
    head = max(head, beat.headSequence)
    epoch = beat.epoch
    if beat.journal != nil { self.beat = beat }
  }

  /// The number from which to request events, where some are missing and it is time to retry.
  package mutating func rangeToAsk(now: Int64) -> Int64? {
    guard head > last else { return nil }
    if let askedAt, now - askedAt < Self.patience { return nil }
    askedAt = now
    return last + 1
  }

  /// How far the speaker has been heard in the epoch of its last beat; `nil` before its first.
  package var heard: HeardPosition? { epoch > 0 ? HeardPosition(sequence: last, epoch: epoch) : nil }

  /// Whether the speaker has announced an event that has not come.
  package var isBehind: Bool { head > last }

  package var isAwaitingRange: Bool { askedAt != nil }

  /// A range has come: the next part may be requested at once.
  package mutating func rangeArrived(lastSequence: Int64) {
    askedAt = nil
    head = max(head, lastSequence)
  }

  /// Goes back to where a recovered core stands.
  package mutating func resume(at sequence: Int64) {
    last = sequence
  }
}
