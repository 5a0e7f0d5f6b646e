import Domain
import Foundation
import Safety
import Stack

/// What the paper venue's log says of open positions, for whoever gets no answer from the trader. It is no verification:
/// somebody may write to it.
struct VenueGlance {
  private struct Line: Decodable {
    var event: String
    var order: String
  }

  /// Trades that are open by the log, in the order in which they were opened.
  private(set) var open: [Int64] = []
  /// Lines that cannot be read: what they say of is unknown.
  private(set) var damaged = 0
  /// Whether anything has ever run in the directory.
  let hasRun: Bool
  private let hasLog: Bool

  init(_ directory: StateDirectory) {
    let files = FileManager.default
    let path = "\(directory.path)/venue.jsonl"
    let traces = [path, "\(directory.path)/\(RunManifest.fileName)", directory.journal(of: .trader)]
    hasRun = traces.contains { files.fileExists(atPath: $0) }
    guard let log = files.contents(atPath: path) else {
      hasLog = false
      return
    }
    hasLog = true
    let decoder = JSONDecoder()
    var isOpen: [Int64: Bool] = [:]
    var order: [Int64] = []
    for text in log.split(separator: UInt8(ascii: "\n")) {
      let line = try? decoder.decode(Line.self, from: Data(text))
      // The line before it was torn by a crash and never acknowledged.
      if line?.event == "torn" {
        damaged = max(0, damaged - 1)
        continue
      }
      guard let line, let trade = line.order.split(separator: "-").last.flatMap({ Int64($0) })
      else {
        damaged += 1
        continue
      }
      if isOpen.updateValue(line.event == "accepted", forKey: trade) == nil { order.append(trade) }
    }
    open = order.filter { isOpen[$0] == true }
  }

  var sentence: String {
    guard hasRun else { return "nothing has ever run in this directory" }
    guard hasLog else { return "the venue's log cannot be read: what is open is unknown" }
    let unknown = damaged > 0 ? "; \(damaged) lines of it are damaged, and what they say of is unknown" : ""
    return open.isEmpty
      ? "the venue's log shows nothing open\(unknown)"
      : "the venue's log shows trades open: \(StopAnswer.list(open))\(unknown)"
  }
}
