/// The account at one instant, as the venue gives it.
package struct AccountState: Hashable, Sendable, Codable {
  /// Realised money: deposits, closed trades, charges.
  package var balance: Money
  /// Balance and floating profit of every open trade, at the current quote.
  package var equity: Money
  /// Deposits less withdrawals since the bot began. They move neither profit nor the equity peak.
  package var deposits: Money
  package var margin: Money
  package var openTrades: Int

  package init(balance: Money, equity: Money, deposits: Money, margin: Money, openTrades: Int) {
    self.balance = balance
    self.equity = equity
    self.deposits = deposits
    self.margin = margin
    self.openTrades = openTrades
  }
}
