internal import Domain
internal import Glibc
internal import Runtime
package import Safety

/// Why a stream log could not be used. Whatever it is, nothing of the file was changed.
package enum StreamLogError: EndingError, Hashable {
  case cannotOpen(path: String, errno: Int32)
  case cannotWrite(path: String, errno: Int32)
  case cannotRead(path: String, errno: Int32)
  /// Records must follow each other without a gap.
  case outOfOrder(path: String, expected: Int64, got: Int64)
  /// What should be the record of that number, at that byte, is not as it was written.
  case damaged(path: String, record: Int64, offset: Int64)
  /// It ends before what was acknowledged: it was cut, emptied, or replaced by an older copy.
  case behind(path: String, last: Int64, remembered: Int64)
  /// It is gone, although records up to that number were acknowledged.
  case missing(path: String, remembered: Int64)
  /// It has records up to that number, but other ones.
  case replaced(path: String, remembered: Int64)
  /// A link, a folder or something else lies in its place.
  case notAFile(path: String)

  package var exitCode: Sysexits {
    switch self {
    case .cannotOpen, .cannotWrite, .cannotRead: .temporaryFailure
    case .outOfOrder: .software
    case .damaged, .behind, .missing, .replaced, .notAFile: .dataError
    }
  }
}

extension StreamLogError: CustomStringConvertible {
  package var description: String {
    switch self {
    case .cannotOpen(let path, let code), .cannotRead(let path, let code), .cannotWrite(let path, let code):
      "cannot use \(path): \(String(cString: strerror(code)))"
    case .outOfOrder(let path, let expected, let got):
      "\(path): record \(got) was to be written where \(expected) is due; this is a fault of the program, report it"
    case .damaged(let path, let record, let offset):
      "\(path) is damaged: record \(record), at byte \(offset), is not as it was written; \(Self.advice)"
    case .behind(let path, let last, let remembered):
      "\(path) ends at record \(last), but the trader's journal remembers record \(remembered): it was cut or replaced by "
        + "an older copy; \(Self.advice)"
    case .missing(let path, let remembered):
      "\(path) is missing, but the trader's journal remembers its record \(remembered); \(Self.advice)"
    case .replaced(let path, let remembered):
      "\(path) is not the file that was written: up to record \(remembered) it differs from what the trader's journal "
        + "remembers; \(Self.advice)"
    case .notAFile(let path):
      "\(path) is not a plain file: put the file itself in its place"
    }
  }

  private static let advice =
    "nothing was cut off: keep a copy and restore the file from a backup, or start anew with `sotano up --fresh`"
}

extension StreamLogError: WriteFailure {
  package var systemError: Int32 {
    switch self {
    case .cannotOpen(_, let code), .cannotWrite(_, let code), .cannotRead(_, let code): code
    case .outOfOrder, .damaged, .behind, .missing, .replaced, .notAFile: 0
    }
  }
}
