import Domain

/// Whether the incumbent's shadow trades as the bot does, trade by trade.
package struct Fidelity: Hashable, Sendable, Codable {
  /// Trades that both closed with the same number, times, prices and profit.
  package private(set) var matched = 0
  /// Trades that only one closed, or that differ.
  package private(set) var mismatched = 0
  /// Trades that one side has closed and the other has not yet.
  private var waitingShadow: [ClosedTrade] = []
  private var waitingBot: [ClosedTrade] = []
  private static let patience = 32

  package init() {}

  mutating func shadowClosed(_ trade: ClosedTrade) {
    pair(trade, with: \.waitingBot, own: \.waitingShadow)
  }

  mutating func botClosed(_ trade: ClosedTrade) {
    pair(trade, with: \.waitingShadow, own: \.waitingBot)
  }

  private mutating func pair(
    _ trade: ClosedTrade, with others: WritableKeyPath<Fidelity, [ClosedTrade]>,
    own: WritableKeyPath<Fidelity, [ClosedTrade]>
  ) {
    if let index = self[keyPath: others].firstIndex(where: { $0.trade.id == trade.trade.id }) {
      let other = self[keyPath: others].remove(at: index)
      let isSame =
        other.trade.isTwin(of: trade.trade) && other.exitPrice == trade.exitPrice && other.exitTime == trade.exitTime
        && other.profit == trade.profit
      if isSame { matched += 1 } else { mismatched += 1 }
      return
    }
    self[keyPath: own].append(trade)
    if self[keyPath: own].count > Self.patience {
      self[keyPath: own].removeFirst()
      mismatched += 1
    }
  }
}
