import Domain
import Journal
import Runtime
import Safety
import StopOnly

/// What the paper venue's log says is open.
struct OpenPositions {
  /// A line a position, in the order in which they were opened.
  let positions: [String]
  /// What may be open and cannot be read, a sentence each: unknown is not flat.
  let unknown: [String]

  init(_ directory: StateDirectory) {
    let head = (try? JournalFile.open(path: directory.journal(of: .trader))).flatMap { try? RememberedFiles($0).venue }
    let reading = VenueFile.read(directory.venue, expecting: head)
    var unknown: [String] = []
    var open: [(order: String, trade: OpenTrade)] = []
    if let finding = VenueFile.finding(in: reading, expecting: head) { unknown.append("venue.jsonl \(finding)") }
    switch reading {
    case .absent, .notAFile: break
    case .unreadable: unknown.append("venue.jsonl cannot be read")
    case .read(let book): open = book.open.map { ($0.key, $0.value) }.sorted { $0.trade.id < $1.trade.id }
    }
    self.unknown = unknown
    positions = open.map { order, trade in
      "\(order): \(trade.side.rawValue) \(trade.lots) lots at \(trade.entryPrice.points) points"
    }
  }

  var isEmpty: Bool { positions.isEmpty && unknown.isEmpty }

  var summary: String {
    let count = positions.count == 1 ? "1 position is open" : "\(positions.count) positions are open"
    return unknown.isEmpty ? count : "\(count), and \(unknown.joined(separator: ", and "))"
  }

  /// The first of them, a line each.
  var text: String {
    let shown = positions.prefix(20).map { "  \($0)" }
    let rest = positions.count > 20 ? ["  and \(positions.count - 20) more"] : []
    return (shown + rest + unknown.map { "  unknown: \($0)" }).joined(separator: "\n")
  }
}
