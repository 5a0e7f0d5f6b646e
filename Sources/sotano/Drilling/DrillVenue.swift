import Foundation

/// The venue's log, read on from where it was read last.
struct DrillVenue {
  private struct Line: Decodable {
    var event: String
    var looked: Int64?
  }

  private let path: String
  private var offset: UInt64

  init(path: String) {
    self.path = path
    offset = (try? FileHandle(forReadingAtPath: path)?.seekToEnd()) ?? 0
  }

  /// Orders taken since the last call whose last look at the gate came at or after the instant, monotonic nanoseconds.
  mutating func orders(lookedAfter instant: Int64) throws -> Int {
    guard let file = FileHandle(forReadingAtPath: path) else { return 0 }
    try file.seek(toOffset: offset)
    let fresh = try file.readToEnd() ?? Data()
    guard let end = fresh.lastIndex(of: UInt8(ascii: "\n")) else { return 0 }
    offset += UInt64(end - fresh.startIndex + 1)
    return try fresh[...end].split(separator: UInt8(ascii: "\n")).reduce(0) { sum, text in
      let line = try JSONDecoder().decode(Line.self, from: Data(text))
      return sum + (line.event == "accepted" && (line.looked ?? .max) >= instant ? 1 : 0)
    }
  }
}
