internal import Domain

/// The nearest prices at which anything can happen, so that every other quote costs four comparisons.
///
/// A side on which nothing can happen holds the limit of its type.
@usableFromInline
struct TriggerLevels: Hashable, Sendable, Codable {
  /// At or below this bid a long position is stopped.
  @usableFromInline var bidLow: Int32 = .min
  /// At or above this bid a long position reaches its target or the grid sells.
  @usableFromInline var bidHigh: Int32 = .max
  /// At or below this ask a short position reaches its target or the grid buys.
  @usableFromInline var askLow: Int32 = .min
  /// At or above this ask a short position is stopped.
  @usableFromInline var askHigh: Int32 = .max

  @usableFromInline
  init() {}

  @inlinable
  func isReached(bid: Int32, ask: Int32) -> Bool {
    bid <= bidLow || bid >= bidHigh || ask <= askLow || ask >= askHigh
  }

  /// The first bid after `start` on the way to `end` at which a level is reached, one point after the other, with a
  /// constant spread; `nil` where none is. `start` itself lies behind and is not looked at.
  func firstReached(from start: Int, to end: Int, spread: Int) -> Int? {
    if end < start {
      let next = start - 1
      if next >= Int(bidHigh) || next + spread >= Int(askHigh) { return next }
      let reached = min(next, max(Int(bidLow), Int(askLow) - spread))
      return reached >= end ? reached : nil
    }
    if end > start {
      let next = start + 1
      if next <= Int(bidLow) || next + spread <= Int(askLow) { return next }
      let reached = max(next, min(Int(bidHigh), Int(askHigh) - spread))
      return reached <= end ? reached : nil
    }
    return nil
  }

  /// Takes a position's stop and target into account.
  mutating func include(_ trade: OpenTrade) {
    switch trade.side {
    case .buy:
      bidLow = max(bidLow, trade.stopLoss.points)
      bidHigh = min(bidHigh, trade.takeProfit.points)
    case .sell:
      askHigh = min(askHigh, trade.stopLoss.points)
      askLow = max(askLow, trade.takeProfit.points)
    }
  }
}
