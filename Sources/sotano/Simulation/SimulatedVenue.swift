internal import Domain

/// The venue's own order book, which is the judge of what was ordered.
final class SimulatedVenue {
  struct Order {
    var trade: OpenTrade
    /// Stops as the venue has them now.
    var stopLoss: Price
    var takeProfit: Price
    /// Whether the bot died before it had written down that the venue took the order.
    var isUnconfirmed: Bool
  }

  /// What the venue does on a bad day.
  var isSilent = false
  var refusesToClose = false
  private(set) var open: [TradeID: Order] = [:]
  private var known: [TradeID: OpenTrade] = [:]

  func knows(_ id: TradeID) -> Bool { known[id] != nil }

  /// - Returns: the earlier order of the same id where it was another one.
  func accept(_ trade: OpenTrade) -> OpenTrade? {
    if let before = known[trade.id] {
      return before.entryTime == trade.entryTime && before.side == trade.side ? nil : before
    }
    known[trade.id] = trade
    open[trade.id] = Order(
      trade: trade, stopLoss: trade.stopLoss, takeProfit: trade.takeProfit, isUnconfirmed: true)
    return nil
  }

  func close(_ id: TradeID) {
    open[id] = nil
  }

  /// The bot has written down everything so far.
  func confirm(_ ids: [TradeID]) {
    for id in ids { open[id]?.isUnconfirmed = false }
  }

  func moveStops(by points: Int32) {
    for id in open.keys { open[id]?.stopLoss.points += points }
  }

  /// Orders that the bot knows to be open.
  var confirmed: [TradeID] {
    open.filter { !$0.value.isUnconfirmed }.keys.sorted()
  }
}
