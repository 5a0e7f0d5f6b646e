package import Domain

/// A trade as a line of the trades file.
///
/// Times are milliseconds since 1970 UTC; prices are decimal with the symbol's digits; profit is net of costs, and costs
/// are commission and swap, both in the quote currency. An open trade leaves exit and profit empty.
package struct TradeJournalRow: Hashable, Sendable {
  package static let header = "entryTime,exitTime,side,lots,entryPrice,exitPrice,reason,version,profit,costs"

  private let trade: OpenTrade
  private let closed: ClosedTrade?
  private let digits: Int

  package init(_ trade: OpenTrade, profile: SymbolProfile) {
    self.trade = trade
    closed = nil
    digits = profile.digits
  }

  package init(_ closed: ClosedTrade, profile: SymbolProfile) {
    trade = closed.trade
    self.closed = closed
    digits = profile.digits
  }

  /// The line, without its end.
  package var line: String {
    [
      "\(trade.entryTime)", closed.map { "\($0.exitTime)" } ?? "", trade.side.rawValue, trade.lots.description,
      trade.entryPrice.decimal(digits: digits), closed.map { $0.exitPrice.decimal(digits: digits) } ?? "",
      closed?.reason.rawValue ?? "", trade.version.description, closed?.profit.decimal ?? "",
      trade.costs.charged.decimal,
    ].joined(separator: ",")
  }
}

extension ReplayResult {
  /// The rows of the trades file, in order of entry.
  package func journalRows(in replay: Replay) -> [TradeJournalRow] {
    trades.indices.map { number in
      let (open, closed) = expanded(number, in: replay)
      return closed.map { TradeJournalRow($0, profile: replay.profile) }
        ?? TradeJournalRow(open, profile: replay.profile)
    }
  }
}

extension Price {
  /// The price as it is quoted, such as `1.12226` for 112226 points of five digits.
  package func decimal(digits: Int) -> String {
    fixedPoint(Int64(points), digits: digits)
  }
}

extension Money {
  /// The amount with six decimal places, of which zeros after the second are left out.
  package var decimal: String {
    var text = fixedPoint(micros, digits: 6)
    for _ in 0..<4 where text.hasSuffix("0") { text.removeLast() }
    return text
  }
}

/// A whole number of 10⁻ᵈⁱᵍⁱᵗˢ as a decimal number, without passing through floating point.
private func fixedPoint(_ value: Int64, digits: Int) -> String {
  var text = "\(value.magnitude)"
  guard digits > 0 else { return value < 0 ? "-\(text)" : text }
  if text.utf8.count <= digits { text = String(repeating: "0", count: digits + 1 - text.utf8.count) + text }
  text.insert(".", at: text.index(text.endIndex, offsetBy: -digits))
  return value < 0 ? "-\(text)" : text
}
