package import Domain

/// What trading a symbol costs and earns, in its quote currency.
package struct TradeAccounting: Hashable, Sendable {
  private let pointValue: Int64
  private let commission: Int64
  private let swapLong: Int64
  private let swapShort: Int64
  private let leverage: Int64

  package init(profile: SymbolProfile) {
    pointValue = profile.pointValue.micros
    commission = profile.commission.micros
    swapLong = profile.swapLong.micros
    swapShort = profile.swapShort.micros
    leverage = Int64(max(1, profile.leverage))
  }

  /// The profit of a price difference, before costs.
  package func gross(_ trade: OpenTrade, exit: Price) -> Money {
    let rise = Int64(exit.points) - Int64(trade.entryPrice.points)
    return worth(trade.side == .buy ? rise : -rise, lots: trade.lots)
  }

  /// The worth of a number of points.
  package func worth(_ points: Int64, lots: Lots) -> Money {
    Money(micros: points * pointValue * Int64(lots.hundredths))
  }

  /// Commission for entry or for exit.
  package func commission(lots: Lots) -> Money {
    Money(micros: commission * Int64(lots.hundredths))
  }

  /// Swap for a number of nights.
  package func swap(_ side: Side, lots: Lots, nights: Int64) -> Money {
    Money(micros: (side == .buy ? swapLong : swapShort) * Int64(lots.hundredths) * nights)
  }

  /// What the venue holds back for a position: its value divided by the leverage.
  package func margin(_ lots: Lots, price: Price) -> Money {
    Money(micros: Int64(price.points) * pointValue * Int64(lots.hundredths) / leverage)
  }
}
