import Domain
import Foundation
import Runtime
import Safety
import Stack
import StopOnly
import TraderRuntime

/// What the paper venue's log says of open positions, for whoever gets no answer from the trader. It is no verification:
/// somebody may write to it.
struct VenueGlance {
  /// Trades that are open by the log, in the order in which they were opened.
  let open: [Int64]
  /// How many of its lines cannot be read: what they say of is unknown.
  let damaged: Int
  /// Whether anything has ever run in the directory.
  let hasRun: Bool
  private let hasLog: Bool

  init(_ directory: StateDirectory) {
    let traces = [directory.venue, "\(directory.path)/\(RunManifest.fileName)", directory.journal(of: .trader)]
    hasRun = traces.contains { FileManager.default.fileExists(atPath: $0) }
    let book: VenueBook? = if case .read(let book) = VenueFile.read(directory.venue) { book } else { nil }
    hasLog = book != nil
    let bot = OpenPositions.bot(directory)
    open = book.map { book in (bot.map { book.own(of: $0) } ?? book.open).values.map(\.id.number).sorted() } ?? []
    damaged = book?.unknown ?? 0
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
