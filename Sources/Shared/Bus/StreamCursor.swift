package import Domain
package import Wire

/// A position in one stream of one sender.
package struct StreamPoint: Hashable, Sendable {
  package var epoch: Int64
  package var sequence: Int64

  package init(epoch: Int64, sequence: Int64) {
    self.epoch = epoch
    self.sequence = sequence
  }
}

/// How far a reader is in one stream of one sender, and what a message means to it.
///
/// A durable stream goes on across epochs; a transient one starts anew with every epoch. The cursor moves by `advance`
/// alone, so a reader can hold a message back, fetch what is missing by range, and take the message then.
package struct StreamCursor: Hashable, Sendable {
  package enum Verdict: Hashable, Sendable {
    /// The very next message: take it and advance.
    case next
    /// Seen already: drop it.
    case duplicate
    /// These did not come.
    case gap(missing: ClosedRange<Int64>)
    /// The sender was started anew: resync. `missing` did not come, as far as this message tells.
    case newEpoch(missing: ClosedRange<Int64>?)
    /// From an instance of the sender that has been replaced: drop it.
    case staleEpoch
    /// Of another sender or of its other stream: not for this cursor.
    case foreign
  }

  package let sender: Role
  package let isDurable: Bool
  /// The last message taken; `nil` before the first, when any message is a gap from 1 or the first one itself.
  package private(set) var last: StreamPoint?

  package init(sender: Role, isDurable: Bool, after last: StreamPoint? = nil) {
    self.sender = sender
    self.isDurable = isDurable
    self.last = last
  }

  package func verdict(on header: Header) -> Verdict {
    guard header.sender == sender, header.isDurable == isDurable else { return .foreign }
    return verdict(on: StreamPoint(epoch: header.epoch, sequence: header.sequence))
  }

  package func verdict(on point: StreamPoint) -> Verdict {
    guard let last else { return point.sequence == 1 ? .next : .gap(missing: 1...(point.sequence - 1)) }
    if point.epoch < last.epoch { return .staleEpoch }
    let isSameEpoch = point.epoch == last.epoch
    let reached = isSameEpoch || isDurable ? last.sequence : 0
    let missing = point.sequence > reached + 1 ? (reached + 1)...(point.sequence - 1) : nil
    guard isSameEpoch else { return .newEpoch(missing: missing) }
    if let missing { return .gap(missing: missing) }
    return point.sequence == reached + 1 ? .next : .duplicate
  }

  /// The message at this point, and with it all before, has been taken: after `next`, after a range or a snapshot, or
  /// where what is missing is given up. Never moves back.
  package mutating func advance(to point: StreamPoint) {
    guard let last else {
      self.last = point
      return
    }
    let isAhead =
      point.epoch > last.epoch || (point.epoch == last.epoch && point.sequence > last.sequence)
    if isAhead { self.last = point }
  }

  /// The verdict on a message, which is taken if it is the next one.
  package mutating func take(_ header: Header) -> Verdict {
    let verdict = verdict(on: header)
    if verdict == .next { advance(to: StreamPoint(epoch: header.epoch, sequence: header.sequence)) }
    return verdict
  }
}
