/// The result of verifying a whole journal.
package enum JournalVerdict: Hashable, Sendable {
  /// Every record is as it was written, and every remembered head is in the chain.
  case whole(head: ChainHead)
  /// The first record at which the journal differs from what was written.
  case broken(JournalFinding)
}

/// How a journal differs from what was written.
package enum JournalFinding: Hashable, Sendable {
  /// These numbers are absent although later ones exist.
  case missing(first: Int64, last: Int64)
  /// The record's content does not match its digest: it, or its place, was changed.
  case edited(number: Int64)
  /// The journal ends at `head`, but the witness has recorded a later row.
  case cut(head: Int64, remembered: Int64, witness: String)
  /// The chain is consistent but is not the one that the witness saw: it was rewritten from this record or before.
  case rewritten(number: Int64, witness: String)
  /// What the chain does not hold, such as the outbox or a checkpoint, is not what the last commit left.
  case altered(table: String)
  /// The journal has been opened fewer times than the witness has recorded: it is an older copy.
  case older(starts: Int64, remembered: Int64, witness: String)
  /// The file cannot be read as a database; `after` is the last record that could be read, if any could.
  case unreadable(after: Int64?, detail: String)

  /// The number of the first bad record; `nil` where no record can be named.
  package var number: Int64? {
    switch self {
    case .missing(let first, _): first
    case .edited(let number), .rewritten(let number, _): number
    case .cut(let head, _, _): head + 1
    case .older: nil
    case .unreadable(let after, _): after.map { $0 + 1 }
    case .altered: nil
    }
  }
}

extension JournalFinding: CustomStringConvertible {
  package var description: String {
    switch self {
    case .missing(let first, let last):
      first == last ? "record \(first) is missing" : "records \(first) to \(last) are missing"
    case .edited(let number): "record \(number) is not as it was written"
    case .cut(let head, let remembered, let witness):
      "the journal ends at record \(head), but \(witness) remembers record \(remembered)"
    case .rewritten(let number, let witness): "record \(number) is not the one that \(witness) remembers"
    case .altered(let table): "its table \(table) is not as it was written"
    case .older(let starts, let remembered, let witness):
      "the journal knows \(starts) starts, but \(witness) remembers \(remembered): it is an older copy"
    case .unreadable(let after, let detail):
      "the file cannot be read\(after.map { " after record \($0)" } ?? ""): \(detail)"
    }
  }
}
