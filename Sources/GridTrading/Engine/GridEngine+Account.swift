package import Domain

extension GridEngine {
  /// Profit of the open positions if they were left at this quote, less what they have been charged so far.
  package func floating(at quote: Quote) -> Money {
    let accounting = TradeAccounting(profile: profile)
    var sum = Money.zero
    for trade in positions {
      sum = sum + accounting.gross(trade, exit: trade.side == .buy ? quote.bid : quote.ask) - trade.costs.charged
    }
    return sum
  }

  /// What the venue holds back for the open positions.
  package func margin(at quote: Quote) -> Money {
    let accounting = TradeAccounting(profile: profile)
    var sum = Money.zero
    for trade in positions {
      sum = sum + accounting.margin(trade, price: trade.side == .buy ? quote.ask : quote.bid)
    }
    return sum
  }

  /// Closes every position at market, oldest first. The anchor stays.
  package mutating func closeAll(at quote: Quote, reason: ExitReason, fills: inout [Fill]) {
    if quote.time >= rollover, anchorTwice != nil { chargeSwap(at: quote.time) }
    let open = positions
    positions.removeAll()
    for trade in open { close(trade, at: quote, reason: reason, fills: &fills) }
    refreshLevels()
  }
}
