package import Domain

/// Wins, losses and costs of closed trades, added up one by one.
package struct TradeTally: Hashable, Sendable, Codable {
  package private(set) var trades = 0
  /// Trades with a profit above zero after costs.
  package private(set) var wins = 0
  /// Sum of the profits above zero.
  package private(set) var grossProfit = Money.zero
  /// Sum of the losses, as an amount of zero or more.
  package private(set) var grossLoss = Money.zero
  package private(set) var costs = TradeCosts.none

  package init() {}

  package mutating func add(_ closed: ClosedTrade) {
    trades += 1
    if closed.profit > .zero {
      wins += 1
      grossProfit = grossProfit + closed.profit
    } else {
      grossLoss = grossLoss - closed.profit
    }
    costs.commission = costs.commission + closed.trade.costs.commission
    costs.swap = costs.swap + closed.trade.costs.swap
    costs.slippage = costs.slippage + closed.trade.costs.slippage
  }

  package var net: Money { grossProfit - grossLoss }

  /// Wins per trade; undefined without trades.
  package var winRate: Figure { .ratio(Double(wins), per: Double(trades)) }

  /// Gross profit per gross loss; undefined without losses, and so without trades.
  package var profitFactor: Figure { .ratio(grossProfit.value, per: grossLoss.value) }

  /// Net profit a trade, in money; undefined without trades.
  package var expectancy: Figure { .ratio(net.value, per: Double(trades)) }

  /// Mean profit of the wins, in money; undefined without wins.
  package var averageWin: Figure { .ratio(grossProfit.value, per: Double(wins)) }

  /// Mean loss of the other trades, in money of zero or more; undefined where every trade won.
  package var averageLoss: Figure { .ratio(grossLoss.value, per: Double(trades - wins)) }
}
