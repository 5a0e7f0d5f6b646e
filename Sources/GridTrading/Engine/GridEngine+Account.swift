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
      sum = sum + accounting.margin(trade.lots, price: trade.side == .buy ? quote.ask : quote.bid)
    }
    return sum
  }

  /// Whether the equity covers the margin of the open positions and of one more.
  func hasMargin(for side: Side, at quote: Quote) -> Bool {
    guard let capital else { return true }
    let accounting = TradeAccounting(profile: profile)
    let price = side == .buy ? quote.ask : quote.bid
    let needed = margin(at: quote) + accounting.margin(configuration.lotSize, price: price)
    return capital + realised + floating(at: quote) >= needed
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

extension GridEngine {
  /// Takes up a position that the venue has and this engine has forgotten, as if it had been opened at its price just now.
  ///
  /// - Returns: the position as it is kept, with its costs by the profile.
  package mutating func takeUp(_ trade: OpenTrade) -> OpenTrade {
    let accounting = TradeAccounting(profile: profile)
    let slippage = profile.slippage.tenths
    var trade = trade
    trade.version = version
    trade.costs = TradeCosts(
      commission: accounting.commission(lots: trade.lots), swap: .zero,
      slippage: accounting.worth(Int64(slippage), lots: trade.lots))
    nextID = max(nextID, trade.id.number + 1)
    anchorTwice = 2 * Int64(trade.entryPrice.points - (trade.side == .buy ? slippage : -slippage))
    positions.append(trade)
    refreshLevels()
    return trade
  }

  /// Books an exit that the venue has made while the bot was away, at the venue's price. Nothing where the position is
  /// not open.
  package mutating func book(_ closing: VenueClosing) -> ClosedTrade? {
    guard let index = positions.firstIndex(where: { $0.id == closing.id }) else { return nil }
    let closed = book(positions.remove(at: index), at: closing.price, time: closing.time, reason: .flattened)
    refreshLevels()
    return closed
  }
}
