/// The result of a run when its data ended.
package struct FinishedRun: Hashable, Sendable, Codable {
  package var minutes: Int64
  package var quotes: Int64
  /// Rows of the data that were not usable.
  package var refusedRows: Int
  /// Quotes that were not believed, and so not traded on.
  package var refusedQuotes: Int64
  /// Milliseconds since 1970 UTC, market time.
  package var lastQuote: Int64

  package init(minutes: Int64, quotes: Int64, refusedRows: Int, refusedQuotes: Int64, lastQuote: Int64) {
    self.minutes = minutes
    self.quotes = quotes
    self.refusedRows = refusedRows
    self.refusedQuotes = refusedQuotes
    self.lastQuote = lastQuote
  }
}
