/// How far the venue's list had come at a commit of the trader. The file may be ahead of it, by what a crash or the
/// stop-only mode has added, and never behind.
package struct VenueHead: Hashable, Sendable, Codable {
  package var lines: Int
  /// Bytes of those lines with their ends.
  package var bytes: Int
  /// CRC-32C of those bytes.
  package var digest: UInt32

  package init(lines: Int, bytes: Int, digest: UInt32) {
    self.lines = lines
    self.bytes = bytes
    self.digest = digest
  }
}

/// How a venue's list differs from what was acknowledged.
package enum VenueListFinding: Hashable, Sendable {
  /// Lines, by their numbers from 1, that cannot be read although they have an end.
  case damaged(lines: [Int])
  /// It ends before what was acknowledged: it was cut, emptied, or replaced by an older copy.
  case behind(lines: Int, remembered: Int)
  /// It has those lines, but other ones.
  case replaced(remembered: Int)
  /// It is gone, although lines up to that number were acknowledged.
  case missing(remembered: Int)
  /// A link, a folder or something else lies in its place.
  case notAFile
}

extension VenueListFinding: CustomStringConvertible {
  package var description: String {
    switch self {
    case .damaged(let lines):
      "is damaged: line \(lines.prefix(5).map { "\($0)" }.joined(separator: ", ")) cannot be read"
        + (lines.count > 5 ? " and \(lines.count - 5) more" : "")
    case .behind(let lines, let remembered):
      "ends at line \(lines), but the trader's journal remembers line \(remembered): it was cut or replaced by an older copy"
    case .replaced(let remembered):
      "is not the file that was written: up to line \(remembered) it differs from what the trader's journal remembers"
    case .missing(let remembered): "is missing, but the trader's journal remembers its line \(remembered)"
    case .notAFile: "is not a plain file"
    }
  }
}
