internal import Domain

extension GridEngine {
  /// Fills what one price reaches: exits, then at most one entry.
  mutating func trade(at quote: Quote, gate: inout some EntryGate, fills: inout [Fill]) {
    guard levels.isReached(bid: quote.bid.points, ask: quote.ask.points) else { return }
    leave(at: quote, fills: &fills)
    enter(at: quote, gate: &gate, fills: &fills)
    refreshLevels()
  }

  private mutating func leave(at quote: Quote, fills: inout [Fill]) {
    var index = 0
    while index < positions.count {
      if let reason = exitReason(positions[index], at: quote) {
        close(positions.remove(at: index), at: quote, reason: reason, fills: &fills)
      } else {
        index += 1
      }
    }
  }

  private func exitReason(_ trade: OpenTrade, at quote: Quote) -> ExitReason? {
    switch trade.side {
    case .buy:
      if quote.bid <= trade.stopLoss { return .stopLoss }
      return quote.bid >= trade.takeProfit ? .takeProfit : nil
    case .sell:
      if quote.ask >= trade.stopLoss { return .stopLoss }
      return quote.ask <= trade.takeProfit ? .takeProfit : nil
    }
  }

  private mutating func enter(at quote: Quote, gate: inout some EntryGate, fills: inout [Fill]) {
    guard let anchorTwice, phase == .open else { return }
    let spacing = 2 * Int64(configuration.gridSpacing.tenths)
    let side: Side
    if 2 * Int64(quote.ask.points) <= anchorTwice - spacing {
      side = .buy
    } else if 2 * Int64(quote.bid.points) >= anchorTwice + spacing {
      side = .sell
    } else {
      return
    }
    let price = side == .buy ? quote.ask.points : quote.bid.points
    self.anchorTwice = 2 * Int64(price)
    if let reason = obstacle(to: side, at: quote, gate: &gate) {
      fills.append(.skipped(reason))
    } else {
      open(side, at: quote, fills: &fills)
    }
  }

  private func obstacle(to side: Side, at quote: Quote, gate: inout some EntryGate) -> SkipReason? {
    if positions.count + otherPositions >= configuration.maxPositions { return .maxPositions }
    if quote.spread > configuration.maxSpread { return .maxSpread }
    if configuration.entryFilter == .bollinger,
      !bars.permit(side, bid: quote.bid.points, timeframe: configuration.timeframe)
    {
      return .entryFilter
    }
    let minimum = profile.minimumStopDistance.tenths
    // A venue measures from the price at which the position would be left: a spread nearer to the stop.
    if minimum > 0,
      configuration.stopLoss.tenths - quote.spread.tenths < minimum
        || configuration.takeProfit.tenths + quote.spread.tenths < minimum
    {
      return .minimumStopDistance
    }
    if !hasMargin(for: side, at: quote) { return .margin }
    return gate.permits(side: side, quote: quote) ? nil : .gate
  }

  private mutating func open(_ side: Side, at quote: Quote, fills: inout [Fill]) {
    let accounting = TradeAccounting(profile: profile)
    let direction: Int32 = side == .buy ? 1 : -1
    let slippage = profile.slippage.tenths
    let entry = (side == .buy ? quote.ask.points : quote.bid.points) + direction * slippage
    let lots = configuration.lotSize
    let trade = OpenTrade(
      id: TradeID(nextID), side: side, lots: lots, entryTime: quote.time, entryPrice: Price(points: entry),
      stopLoss: Price(points: entry - direction * configuration.stopLoss.tenths),
      takeProfit: Price(points: entry + direction * configuration.takeProfit.tenths), version: version,
      costs: TradeCosts(
        commission: accounting.commission(lots: lots), swap: .zero,
        slippage: accounting.worth(Int64(slippage), lots: lots)))
    nextID += 1
    positions.append(trade)
    fills.append(.opened(trade))
  }

  /// Books an exit. A target is a limit order and fills no worse than the quote; all else slips.
  mutating func close(_ trade: OpenTrade, at quote: Quote, reason: ExitReason, fills: inout [Fill]) {
    let accounting = TradeAccounting(profile: profile)
    let slippage = reason == .takeProfit ? 0 : profile.slippage.tenths
    let exit = trade.side == .buy ? quote.bid.points - slippage : quote.ask.points + slippage
    var trade = trade
    trade.costs.slippage = trade.costs.slippage + accounting.worth(Int64(slippage), lots: trade.lots)
    fills.append(.closed(book(trade, at: Price(points: exit), time: quote.time, reason: reason)))
  }

  mutating func book(_ trade: OpenTrade, at exit: Price, time: Int64, reason: ExitReason) -> ClosedTrade {
    let accounting = TradeAccounting(profile: profile)
    var trade = trade
    trade.costs.commission = trade.costs.commission + accounting.commission(lots: trade.lots)
    let profit = accounting.gross(trade, exit: exit) - trade.costs.charged
    realised = realised + profit
    return ClosedTrade(trade: trade, exitTime: time, exitPrice: exit, reason: reason, profit: profit)
  }
}
