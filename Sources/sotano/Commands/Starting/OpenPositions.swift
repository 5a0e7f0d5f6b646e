import Foundation
import Safety

/// What the paper venue's log says is open, read line by line.
struct OpenPositions {
  private struct Line: Decodable {
    var event: String
    var order: String
    var side: String?
    var lots: String?
    var price: Int32?
  }

  /// A line a position.
  private(set) var positions: [String] = []
  /// Lines that cannot be read: what they would say is unknown, and unknown is not flat.
  private(set) var damaged = 0

  init(_ directory: StateDirectory) {
    guard let data = FileManager.default.contents(atPath: "\(directory.path)/venue.jsonl") else { return }
    var open: [(order: String, text: String)] = []
    let decoder = JSONDecoder()
    for bytes in data.split(separator: UInt8(ascii: "\n")) {
      guard let line = try? decoder.decode(Line.self, from: bytes) else {
        damaged += 1
        continue
      }
      switch line.event {
      case "accepted":
        let what = "\(line.side ?? "?") \(line.lots ?? "?") lots at \(line.price.map { "\($0)" } ?? "?") points"
        open.append((line.order, "\(line.order): \(what)"))
      case "closed": open.removeAll { $0.order == line.order }
      // The line before it was torn by a crash and never acknowledged.
      case "torn": damaged = max(0, damaged - 1)
      default: damaged += 1
      }
    }
    positions = open.map(\.text)
  }

  var isEmpty: Bool { positions.isEmpty && damaged == 0 }

  var summary: String {
    let count = positions.count == 1 ? "1 position is open" : "\(positions.count) positions are open"
    return damaged == 0 ? count : "\(count), and \(damaged) lines of venue.jsonl cannot be read"
  }

  /// The first of them, a line each.
  var text: String {
    let shown = positions.prefix(20).map { "  \($0)" }
    let rest = positions.count > 20 ? ["  and \(positions.count - 20) more"] : []
    return (shown + rest + (damaged > 0 ? ["  unknown: \(damaged) lines that cannot be read"] : [])).joined(
      separator: "\n")
  }
}
