package import Domain
package import Journal

/// A lost journal that has been rebuilt: what the caller that puts it in place must know of it and record.
package struct RecoveredJournal: Hashable, Sendable, Codable {
  /// The named value of the trader's journal that holds the epoch of an optimizer whose journal was rebuilt: what any
  /// earlier one had asked for is refused.
  package static var fenceName: String { "fence" }

  package var role: Role
  /// Of its last row.
  package var head: Int64
  /// SHA-256 in hexadecimal.
  package var hash: String
  /// The epoch that its starts are counted from.
  package var epoch: Int64
  /// The last number of its stream.
  package var sequence: Int64
  package var fence: Int64
  /// The trader's event up to which its state was made.
  package var position: Int64
  /// Events of the lost stream that could be recorded again.
  package var restored: Int
  /// What was under way and has been ended, a line each, for a person.
  package var ended: [String]

  package init(
    role: Role, head: ChainHead, epoch: Int64, sequence: Int64, fence: Int64 = 0, position: Int64, restored: Int,
    ended: [String] = []
  ) {
    self.role = role
    self.head = head.number
    hash = head.hash.description
    self.epoch = epoch
    self.sequence = sequence
    self.fence = fence
    self.position = position
    self.restored = restored
    self.ended = ended
  }
}

/// Who had a journal rebuilt and why: a row of it and of every journal that remembers it.
package struct RecoveryRecord: Hashable, Sendable, Codable {
  package static var kind: String { PeerHeadRecord.recoveryKind }

  package var role: Role
  package var by: String
  package var reason: String

  package init(role: Role, by: String, reason: String) {
    self.role = role
    self.by = by
    self.reason = reason
  }

  /// For a person, without an end.
  package var sentence: String { "the \(role.rawValue)'s journal was lost and made anew by \(by) (\(reason))" }
}
