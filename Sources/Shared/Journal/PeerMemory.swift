internal import FoundationEssentials

/// A peer's numbers by its beat, besides its journal's head. Zero is unknown.
package struct PeerNumbering: Hashable, Sendable {
  /// Its durable boot counter.
  package var epoch: Int64
  /// The last event of its published stream.
  package var sequence: Int64
  /// The highest writer's epoch that it had seen; the trader's.
  package var fence: Int64

  package init(epoch: Int64 = 0, sequence: Int64 = 0, fence: Int64 = 0) {
    self.epoch = epoch
    self.sequence = sequence
    self.fence = fence
  }

  /// `EPOCH SEQUENCE FENCE`.
  var text: String { "\(epoch) \(sequence) \(fence)" }

  init?(words: some Collection<Substring>) {
    let numbers = words.compactMap { Int64($0) }
    guard numbers.count == 3, words.count == 3, numbers.allSatisfy({ $0 >= 0 }) else { return nil }
    self.init(epoch: numbers[0], sequence: numbers[1], fence: numbers[2])
  }

  /// The further of two in each number.
  package func furthest(_ other: PeerNumbering) -> PeerNumbering {
    PeerNumbering(
      epoch: max(epoch, other.epoch), sequence: max(sequence, other.sequence), fence: max(fence, other.fence))
  }
}

/// The furthest that a journal remembers of a peer.
package struct PeerMemory: Hashable, Sendable {
  package var head: ChainHead
  package var numbering: PeerNumbering

  package init(head: ChainHead, numbering: PeerNumbering = PeerNumbering()) {
    self.head = head
    self.numbering = numbering
  }

  /// The named value that holds a peer's numbering, beside its head in the table of peers.
  static func name(of peer: String) -> String { "peer.\(peer)" }

  static func numbering(from value: Data?) -> PeerNumbering {
    guard let value else { return PeerNumbering() }
    return PeerNumbering(words: String(decoding: value, as: UTF8.self).split(separator: " ")) ?? PeerNumbering()
  }
}

/// What one journal remembers of another, by which a journal that is not the one it was is recognised.
package struct PeerWitness: Hashable, Sendable {
  /// Whose journal remembers.
  package var witness: String
  package var memory: PeerMemory

  package init(witness: String, memory: PeerMemory) {
    self.witness = witness
    self.memory = memory
  }
}
