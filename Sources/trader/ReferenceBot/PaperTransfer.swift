package import Domain

/// A deposit to the paper account, or a withdrawal: a rehearsal of what a trader does with a real one. It is neither
/// profit nor loss.
package struct PaperTransfer: Hashable, Sendable, Codable {
  /// Minutes of the market that have ended since the bot began, this one included.
  package var afterMinutes: Int64
  /// Below zero for a withdrawal; in the quote currency.
  package var amount: Money

  package init(afterMinutes: Int64, amount: Money) {
    self.afterMinutes = afterMinutes
    self.amount = amount
  }
}
