package import Domain
package import GridTrading

/// What a replayed configuration had earned at given quotes, its open trades marked to market.
///
/// Commission and swap count when a trade ends. Complexity: linear in the trades and the marks, but for sorting exits.
package struct EquityMarks {
  /// Since the beginning of the replay, one for each mark.
  package private(set) var values: [Money] = []

  /// - Parameter marks: indices of quotes, ascending.
  package init(of result: ReplayResult, in replay: Replay, at marks: [Int]) {
    let point = TradeAccounting(profile: replay.profile).worth(1, lots: result.configuration.lotSize).micros
    var entries = result.trades.makeIterator()
    var nextEntry = entries.next()
    var exits = result.closedTrades(in: replay).makeIterator()
    var nextExit = exits.next()
    var banked = Money.zero
    var open = OpenPositions()
    for mark in marks {
      while let trade = nextEntry, Int(trade.entryIndex) <= mark {
        open.count(trade, times: 1)
        nextEntry = entries.next()
      }
      while let (number, closed) = nextExit, Int(result.trades[number].exitIndex) <= mark {
        open.count(result.trades[number], times: -1)
        banked = banked + closed.profit
        nextExit = exits.next()
      }
      let quote = replay.series[mark]
      values.append(banked + Money(micros: point * open.points(at: quote)))
    }
  }

  /// All open positions of one size, as a linear function of the quote.
  private struct OpenPositions {
    private var buys: Int64 = 0
    private var sells: Int64 = 0
    private var entries: Int64 = 0

    mutating func count(_ trade: ReplayTrade, times: Int64) {
      let price = times * Int64(trade.entryPrice.points)
      switch trade.side {
      case .buy:
        buys += times
        entries -= price
      case .sell:
        sells += times
        entries += price
      }
    }

    func points(at quote: Quote) -> Int64 {
      buys * Int64(quote.bid.points) - sells * Int64(quote.ask.points) + entries
    }
  }
}
