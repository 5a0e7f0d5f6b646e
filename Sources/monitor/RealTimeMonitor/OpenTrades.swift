import Domain

/// The trades that are open, with sums that value them all in a few multiplications.
struct OpenTrades: Hashable, Sendable, Codable {
  /// In order of entry.
  private(set) var trades: [OpenTrade] = []
  private var buys = Book()
  private var sells = Book()
  /// Commission and swap charged when they were opened.
  private(set) var charged = Money.zero

  private struct Book: Hashable, Sendable, Codable {
    /// Hundredths of a lot.
    var lots: Int64 = 0
    /// Sum of hundredths of a lot x entry points.
    var entry: Int64 = 0

    mutating func add(_ trade: OpenTrade, sign: Int64) {
      lots += sign * Int64(trade.lots.hundredths)
      entry += sign * Int64(trade.lots.hundredths) * Int64(trade.entryPrice.points)
    }
  }

  /// Hundredths of a lot open, buys and sells added.
  var exposure: Int64 { buys.lots + sells.lots }

  mutating func open(_ trade: OpenTrade) {
    guard !trades.contains(where: { $0.id == trade.id }) else { return }
    trades.append(trade)
    count(trade, sign: 1)
  }

  /// - Returns: the trade as it was opened; `nil` when it is not known here.
  mutating func close(_ id: TradeID) -> OpenTrade? {
    guard let index = trades.firstIndex(where: { $0.id == id }) else { return nil }
    let trade = trades.remove(at: index)
    count(trade, sign: -1)
    return trade
  }

  private mutating func count(_ trade: OpenTrade, sign: Int64) {
    switch trade.side {
    case .buy: buys.add(trade, sign: sign)
    case .sell: sells.add(trade, sign: sign)
    }
    charged += Money(micros: sign * trade.costs.charged.micros)
  }

  /// Profit of all open trades at the quote's prices, nothing charged. Longs leave on the bid, shorts on the ask.
  func floating(at quote: Quote, pointValue: Money) -> Money {
    let long = buys.lots * Int64(quote.bid.points) - buys.entry
    let short = sells.entry - sells.lots * Int64(quote.ask.points)
    return Money(micros: pointValue.micros * (long + short))
  }

  /// The same where no trade is worth less than at its stop or more than at its target: a price that moved
  /// continuously past them has closed the trade there, though the news of it is still on its way.
  func floatingWithinStops(at quote: Quote, pointValue: Money) -> Money {
    var points: Int64 = 0
    for trade in trades {
      let lots = Int64(trade.lots.hundredths)
      switch trade.side {
      case .buy:
        let exit = min(max(quote.bid, trade.stopLoss), trade.takeProfit)
        points += lots * (Int64(exit.points) - Int64(trade.entryPrice.points))
      case .sell:
        let exit = max(min(quote.ask, trade.stopLoss), trade.takeProfit)
        points += lots * (Int64(trade.entryPrice.points) - Int64(exit.points))
      }
    }
    return Money(micros: pointValue.micros * points)
  }
}
