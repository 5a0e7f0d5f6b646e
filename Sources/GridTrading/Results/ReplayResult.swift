package import Domain

/// What one configuration did on a series.
package struct ReplayResult: Hashable, Sendable {
  package let configuration: Configuration
  /// In order of entry; the trade with number n is at n − 1.
  package let trades: [ReplayTrade]
  /// Grid levels that were reached and opened nothing.
  package let skipped: Int
}

extension ReplayResult {
  /// The trades that ended, in order of exit, those of one quote in order of entry; `number` is the place in `trades`.
  package func closedTrades(in replay: Replay) -> [(number: Int, closed: ClosedTrade)] {
    let exits = trades.indices.filter { trades[$0].reason != nil }
      .sorted { (trades[$0].exitIndex, $0) < (trades[$1].exitIndex, $1) }
    return exits.compactMap { number in
      expanded(number, in: replay).closed.map { (number, $0) }
    }
  }

  /// One trade as the engine would have published it.
  package func expanded(_ number: Int, in replay: Replay) -> (open: OpenTrade, closed: ClosedTrade?) {
    trades[number].expanded(
      id: TradeID(Int64(number + 1)), configuration: configuration, profile: replay.profile, series: replay.series,
      calendar: replay.calendar)
  }
}

/// A trade of a replay in 20 bytes; times are those of the quotes that it names.
package struct ReplayTrade: Hashable, Sendable {
  /// The quote at which it was opened.
  package var entryIndex: UInt32
  /// The quote at which it was closed; meaningless while `reason` is `nil`.
  package var exitIndex: UInt32
  package var entryPrice: Price
  package var exitPrice: Price
  package var side: Side
  /// `nil` for a trade that is open at the end.
  package var reason: ExitReason?
}

extension ReplayTrade {
  /// The trade as the engine would have published it, with every cost.
  ///
  /// - Returns: the trade and, where it ended, its end.
  package func expanded(
    id: TradeID, configuration: Configuration, profile: SymbolProfile, series: QuoteSeries,
    calendar: TradingCalendar
  ) -> (open: OpenTrade, closed: ClosedTrade?) {
    let accounting = TradeAccounting(profile: profile)
    let lots = configuration.lotSize
    let direction: Int32 = side == .buy ? 1 : -1
    let slip = accounting.worth(Int64(profile.slippage.tenths), lots: lots)
    let entryTime = series.times[Int(entryIndex)]
    var trade = OpenTrade(
      id: id, side: side, lots: lots, entryTime: entryTime, entryPrice: entryPrice,
      stopLoss: Price(points: entryPrice.points - direction * configuration.stopLoss.tenths),
      takeProfit: Price(points: entryPrice.points + direction * configuration.takeProfit.tenths), version: .first,
      costs: TradeCosts(commission: accounting.commission(lots: lots), swap: .zero, slippage: slip))
    let end = reason == nil ? series.times[series.count - 1] : series.times[Int(exitIndex)]
    let nights = calendar.swapNights(at: end) - calendar.swapNights(at: entryTime)
    trade.costs.swap = accounting.swap(side, lots: lots, nights: nights)
    guard let reason else { return (trade, nil) }
    trade.costs.commission = trade.costs.commission + accounting.commission(lots: lots)
    if reason != .takeProfit { trade.costs.slippage = trade.costs.slippage + slip }
    let profit = accounting.gross(trade, exit: exitPrice) - trade.costs.charged
    return (
      trade, ClosedTrade(trade: trade, exitTime: end, exitPrice: exitPrice, reason: reason, profit: profit)
    )
  }
}
