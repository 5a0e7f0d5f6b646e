/// What the trader's journal remembers of the stream log.
extension StreamLog {
  /// A place up to which the log is whole and on the disk; opening begins there.
  package struct Mark: Hashable, Sendable, Codable {
    /// The number of the log's first record.
    package var first: Int64
    /// The number of a record, and where it begins.
    package var sequence: Int64
    package var offset: Int64
    /// CRC-32C of everything before it; absent in a journal of an earlier build.
    package var digest: UInt32?

    package init(first: Int64, sequence: Int64, offset: Int64, digest: UInt32?) {
      self.first = first
      self.sequence = sequence
      self.offset = offset
      self.digest = digest
    }
  }

  /// How far the log had come at a commit. The file may be ahead of it, by what a crash kept from being committed, and
  /// never behind.
  package struct Head: Hashable, Sendable, Codable {
    /// The last record's number, where it ends, and CRC-32C of everything up to there.
    package var sequence: Int64
    package var offset: Int64
    package var digest: UInt32

    package init(sequence: Int64, offset: Int64, digest: UInt32) {
      self.sequence = sequence
      self.offset = offset
      self.digest = digest
    }
  }

  /// What a log must have when it is opened.
  package struct Memory: Sendable {
    package var mark: Mark?
    package var head: Head?
    /// The last record that was acknowledged, where the journal is of an earlier build and remembers no head.
    package var acknowledged: Int64

    package init(mark: Mark? = nil, head: Head? = nil, acknowledged: Int64 = 0) {
      self.mark = mark
      self.head = head
      self.acknowledged = acknowledged
    }

    /// The last record that must be there.
    var least: Int64 { max(head?.sequence ?? 0, acknowledged) }
  }
}
