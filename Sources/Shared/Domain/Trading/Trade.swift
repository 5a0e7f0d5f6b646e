package enum Side: String, Hashable, Sendable, Codable {
  case buy
  case sell
}

/// The number of a trade within its bot, from 1 in order of entry.
package struct TradeID: Hashable, Comparable, Sendable, Codable, CustomStringConvertible {
  package var number: Int64

  package init(_ number: Int64) {
    self.number = number
  }

  package var description: String { "\(number)" }

  package static func < (left: TradeID, right: TradeID) -> Bool {
    left.number < right.number
  }

  package init(from decoder: any Decoder) throws {
    number = try decoder.singleValueContainer().decode(Int64.self)
  }

  package func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(number)
  }
}

/// A position that is open at the venue. Its stop-loss and take-profit never move.
package struct OpenTrade: Hashable, Sendable, Codable {
  package var id: TradeID
  package var side: Side
  package var lots: Lots
  package var entryTime: Int64
  package var entryPrice: Price
  package var stopLoss: Price
  package var takeProfit: Price
  /// The configuration version that opened it.
  package var version: ConfigurationVersion
  /// What has been charged so far: commission at entry, swap since.
  package var costs: TradeCosts

  package init(
    id: TradeID, side: Side, lots: Lots, entryTime: Int64, entryPrice: Price, stopLoss: Price, takeProfit: Price,
    version: ConfigurationVersion, costs: TradeCosts = .none
  ) {
    self.id = id
    self.side = side
    self.lots = lots
    self.entryTime = entryTime
    self.entryPrice = entryPrice
    self.stopLoss = stopLoss
    self.takeProfit = takeProfit
    self.version = version
    self.costs = costs
  }
}

/// What a trade has cost beside the spread that is already in its prices. Positive amounts are paid.
package struct TradeCosts: Hashable, Sendable, Codable {
  package var commission: Money
  package var swap: Money
  /// Worse fill than the triggering price, already inside the trade's prices; shown, not charged again.
  package var slippage: Money

  package static let none = TradeCosts(commission: .zero, swap: .zero, slippage: .zero)

  package init(commission: Money, swap: Money, slippage: Money) {
    self.commission = commission
    self.swap = swap
    self.slippage = slippage
  }

  /// What is subtracted from the price difference: commission and swap.
  package var charged: Money { commission + swap }
}

/// Why a trade ended.
package enum ExitReason: String, Hashable, Sendable, Codable {
  case takeProfit
  case stopLoss
  /// Closed by the emergency stop.
  case flattened
  /// Closed by the venue for want of margin.
  case marginCall
}

/// A trade that has ended.
package struct ClosedTrade: Hashable, Sendable, Codable {
  package var trade: OpenTrade
  package var exitTime: Int64
  package var exitPrice: Price
  package var reason: ExitReason
  /// Net of all that was charged, in the symbol's quote currency.
  package var profit: Money

  package init(trade: OpenTrade, exitTime: Int64, exitPrice: Price, reason: ExitReason, profit: Money) {
    self.trade = trade
    self.exitTime = exitTime
    self.exitPrice = exitPrice
    self.reason = reason
    self.profit = profit
  }
}

/// A position that was closed at the venue while the bot could not run, as in the venue's list.
package struct VenueClosing: Hashable, Sendable {
  /// As the venue took it.
  package var trade: OpenTrade
  /// Market time, milliseconds since 1970 UTC.
  package var time: Int64
  package var price: Price

  package init(trade: OpenTrade, time: Int64, price: Price) {
    self.trade = trade
    self.time = time
    self.price = price
  }

  package var id: TradeID { trade.id }
}
