import Domain
import Foundation
import GridTrading
import Safety
import Stack

/// The result of a run.
struct RunSummary: Encodable {
  var symbol: String
  /// Where the quotes came from; a synthetic market says so.
  var data: String
  var minutes: Int64
  var quotes: Int64
  var refusedRows: Int
  /// Quotes that were not believed, and so not traded on.
  var refusedQuotes: Int64
  /// Market time of the last quote.
  var lastQuote: String
  var trades: Int
  var wins: Int
  /// In the quote currency, net of all costs.
  var net: Double
  /// Absent where it is undefined: without trades or without a loss.
  var profitFactor: Double?
  /// Changes by where they stand.
  var changes: [String: Int]
  /// Taken by the wall clock.
  var seconds: Double

  init(_ directory: StateDirectory, _ manifest: RunManifest, _ finished: FinishedRun, seconds: Double) throws {
    symbol = manifest.symbol.name
    data = manifest.feed.text
    minutes = finished.minutes
    quotes = finished.quotes
    refusedRows = finished.refusedRows
    refusedQuotes = finished.refusedQuotes
    lastQuote = MarketTime.text(ofUTC: finished.lastQuote)
    self.seconds = (seconds * 100).rounded() / 100
    var tally = TradeTally()
    for entry in try JournalledEvents(.trader, in: directory).all(kind: "tradeClosed") {
      if case .tradeClosed(let trade) = entry.event { tally.add(trade) }
    }
    trades = tally.trades
    wins = tally.wins
    net = tally.net.value
    profitFactor = tally.profitFactor.known
    changes = try Self.changes(directory)
  }

  private static func changes(_ directory: StateDirectory) throws -> [String: Int] {
    let records = latestRecords(try JournalledEvents(.optimizer, in: directory).changes())
    return Dictionary(grouping: records, by: \.stage.rawValue).mapValues(\.count)
  }

  var text: String {
    let winRate = trades == 0 ? "" : ", \((Double(wins) / Double(trades) * 100).formatted(1)) % won"
    let told = changes.sorted { $0.key < $1.key }.map { "\($0.value) \($0.key)" }.joined(separator: ", ")
    return """
      \(symbol), \(data)
      market         \(minutes) minutes, \(quotes) quotes, \(refusedRows) rows and \(refusedQuotes) quotes refused, until \(lastQuote)
      trades         \(trades)\(winRate)
      net            \(net.formatted(2))
      profit factor  \(profitFactor.text(3))
      changes        \(told.isEmpty ? "none" : told)
      time           \(seconds.formatted(1)) s, \(Int64(saturating: Double(minutes) / max(seconds, 0.01))) minutes/s
      """
  }
}
