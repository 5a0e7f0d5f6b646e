package import Domain

/// The loss that one in a hundred of an arm's trades goes beyond, from its trades so far.
///
/// Known before the next trade, so that the other arm's next trade may be tested against it. Up to 12,800 trades it is
/// the exact order statistic, rounded so that an equal arm goes beyond it at most once in a hundred trades on average;
/// after that the 128th largest loss, which is larger than the quantile.
package struct LossQuantile: Hashable, Sendable, Codable {
  package private(set) var trades = 0
  /// The largest losses, the largest first; a win is a loss of zero.
  private var largest: [Money] = []

  private static let leastTrades = 100
  private static let kept = 128

  package init() {}

  package mutating func observe(_ profit: Money) {
    trades += 1
    let loss = max(.zero, -profit)
    if largest.count == Self.kept {
      guard let least = largest.last, loss > least else { return }
      largest.removeLast()
    }
    let place = largest.firstIndex { $0 < loss } ?? largest.endIndex
    largest.insert(loss, at: place)
  }

  /// Nil below a hundred trades.
  package var threshold: Money? {
    guard trades >= Self.leastTrades else { return nil }
    return largest[min(trades / Self.leastTrades, Self.kept) - 1]
  }
}
