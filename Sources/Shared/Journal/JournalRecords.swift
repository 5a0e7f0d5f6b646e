package import FoundationEssentials

/// A core's state and how far its inputs had come, committed together.
package struct Checkpoint: Hashable, Sendable {
  package var state: Data
  /// The trader-stream sequence number up to which inputs are in the state.
  package var position: Int64
  /// The owner's last published sequence number.
  package var sequence: Int64
  /// The journal's head when it was taken: the rows after it are the tail that a recovery reads.
  package var head: ChainHead
}

/// A command that waits to be acknowledged by its recipient.
package struct OutboxEntry: Hashable, Sendable {
  package var id: String
  package var recipient: String
  package var payload: Data
}

/// A peer's head as this journal has recorded it.
package struct RememberedHead: Hashable, Sendable {
  package var peer: String
  package var head: ChainHead
  /// Whose journal remembers, and in which row.
  package var witness: String
  package var row: Int64
}

/// The result of remembering a peer's head.
package enum HeadMemory: Hashable, Sendable {
  /// Further than before; recorded.
  case recorded
  /// The same as before; nothing written.
  case unchanged
  /// The peer's journal is shorter than it was, or has another row in the same place. Its past has been altered; the
  /// earlier head stays remembered and the contradiction is recorded.
  case contradicts(earlier: ChainHead)
}
