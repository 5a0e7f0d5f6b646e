import Foundation
import Glibc

/// The paper venue's own log of orders, the judge of what the bot did.
struct Venue {
  struct Line: Decodable, Hashable {
    var event: String
    var order: String
    /// Market time, milliseconds since 1970 UTC.
    var time: Int64
    var stopLoss: Int32
    var takeProfit: Int32
    var reason: String?
    /// Who closed it where the bot did not, and where the price is from.
    var by: String?
    var source: String?
  }

  let bytes: Data
  let lines: [Line]

  /// What is in the log now. A line that is being written does not count.
  init(of stack: Stack) throws {
    let whole = FileManager.default.contents(atPath: Self.path(of: stack)) ?? Data()
    bytes = whole.lastIndex(of: UInt8(ascii: "\n")).map { whole[...$0] } ?? Data()
    let decoder = JSONDecoder()
    lines = try bytes.split(separator: UInt8(ascii: "\n")).map { try decoder.decode(Line.self, from: $0) }
  }

  static func path(of stack: Stack) -> String { "\(stack.directory)/venue.jsonl" }

  var accepted: [Line] { lines.filter { $0.event == "accepted" } }
  var closed: [Line] { lines.filter { $0.event == "closed" } }

  /// Orders whose position is open.
  var open: Set<String> { Set(accepted.map(\.order)).subtracting(closed.map(\.order)) }

  /// Orders that the venue took more than once. There must be none.
  var repeated: [String] {
    Dictionary(grouping: accepted, by: \.order).filter { $1.count > 1 }.keys.sorted()
      + Dictionary(grouping: closed, by: \.order).filter { $1.count > 1 }.keys.sorted()
  }

  /// Orders that were closed with other stops than they were opened with, or that were never opened.
  var moved: [String] {
    let opened = Dictionary(accepted.map { ($0.order, $0) }) { first, _ in first }
    return closed.filter { line in
      opened[line.order].map { $0.stopLoss != line.stopLoss || $0.takeProfit != line.takeProfit } ?? true
    }.map(\.order)
  }
}

/// When a file was written last, and which file it is.
struct FileMark: Hashable {
  /// Nanoseconds since 1970.
  var modified: Int
  var inode: UInt

  init?(_ path: String) {
    var status = stat()
    guard stat(path, &status) == 0 else { return nil }
    modified = status.st_mtim.tv_sec * 1_000_000_000 + status.st_mtim.tv_nsec
    inode = UInt(status.st_ino)
  }

  /// Makes an empty file.
  static func touch(_ path: String) -> Bool {
    FileManager.default.createFile(atPath: path, contents: nil)
  }
}
