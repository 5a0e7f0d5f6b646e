import Domain
import Foundation
import Glibc
import Journal
import Runtime
import Safety
import Stack
import StopOnly
import TraderRuntime

/// What the paper venue's log says is open of the bot. What else is in the account is its owner's to look after.
struct OpenPositions {
  /// A line a position, in the order in which they were opened.
  let positions: [String]
  /// Their orders, in the same order.
  let orders: [String]
  /// Orders that are open in the account and not the bot's.
  let foreign: [String]
  /// What may be open and cannot be read, a sentence each: unknown is not flat.
  let doubts: [String]
  /// Positions of which nothing can be read, at least one where there is a doubt.
  let unknownCount: Int

  init(_ directory: StateDirectory) {
    let head = (try? JournalFile.open(path: directory.journal(of: .trader))).flatMap { try? RememberedFiles($0).venue }
    let reading = VenueFile.read(directory.venue, expecting: head)
    var doubts: [String] = []
    var damaged = 0
    var open: [(order: String, trade: OpenTrade)] = []
    var foreign: [String] = []
    if let finding = VenueFile.finding(in: reading, expecting: head) { doubts.append("venue.jsonl \(finding)") }
    let bot = Self.bot(directory)
    switch reading {
    case .absent where doubts.isEmpty:
      let isLost = access(directory.venueDoubt, F_OK) == 0 || !JournalWitnesses(directory).memories(of: .trader).isEmpty
      if isLost { doubts.append("venue.jsonl is gone") }
    case .absent, .notAFile: break
    case .unreadable: doubts.append("venue.jsonl cannot be read")
    case .read(let book):
      open = (bot.map { book.own(of: $0) } ?? book.open).map { ($0.key, $0.value) }.sorted { $0.trade.id < $1.trade.id }
      foreign = Set(book.open.keys).subtracting(open.map(\.order)).sorted()
      damaged = book.unknown
    }
    self.doubts = doubts
    self.foreign = foreign
    unknownCount = doubts.isEmpty ? damaged : max(1, damaged)
    orders = open.map(\.order)
    positions = open.map { order, trade in
      "\(order): \(trade.side.rawValue) \(trade.lots) lots at \(trade.entryPrice.points) points"
    }
  }

  /// The bot whose positions these are; `nil` where nothing says so.
  static func bot(_ directory: StateDirectory) -> String? {
    StopOnlyChoice(directory).bot
      ?? (try? RunManifest(reading: "\(directory.path)/\(RunManifest.fileName)"))?.settings.bot
  }

  var isEmpty: Bool { positions.isEmpty && doubts.isEmpty }

  /// How many, as a noun.
  var count: String { positions.count == 1 ? "1 position" : "\(positions.count) positions" }

  /// What the log does not show, as the end of a sentence; empty where it shows all.
  var unknown: String { doubts.map { ", and something may be open that is not known: \($0)" }.joined() }

  var summary: String { "\(count) \(positions.count == 1 ? "is" : "are") open\(unknown)" }

  /// The first of the orders.
  var list: String { listText(orders, most: 20) }

  /// What is left open by a `down`; `nil` where nothing is.
  var leftAlone: String? {
    guard !isEmpty else { return nil }
    guard !orders.isEmpty else { return "what is open is unknown, and nobody watches it\(unknown)" }
    let verb = orders.count == 1 ? "stays open and nobody watches it" : "stay open and nobody watches them"
    return "\(count) \(verb): \(list)\(unknown)"
  }

  /// What is open while the trader is not heard.
  var glance: String {
    guard !isEmpty else { return "nothing is open by the venue's log" }
    guard !orders.isEmpty else { return "no position is open by the venue's log\(unknown)" }
    return "\(count) open by the venue's log: \(list)\(unknown)"
  }

  /// The first of them, a line each.
  var text: String {
    let shown = positions.prefix(20).map { "  \($0)" }
    let rest = positions.count > 20 ? ["  and \(positions.count - 20) more"] : []
    return (shown + rest + doubts.map { "  unknown: \($0)" }).joined(separator: "\n")
  }
}

/// What the paper venue's log says of open positions, for a caller that gets no answer from the trader. It is not a
/// verification: somebody may write to it.
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
      : "the venue's log shows trades open: \(listText(open.map(String.init), most: 20))\(unknown)"
  }
}
