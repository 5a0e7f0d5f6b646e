package import Domain

/// The result of an arm on its own trades.
package struct ArmRecord: Hashable, Sendable, Codable {
  /// Closed trades.
  package private(set) var trades = 0
  /// Losses of the closed trades, as a positive amount.
  package private(set) var grossLoss = Money.zero
  package private(set) var largestLoss = Money.zero
  package private(set) var drawdown = Drawdown()

  mutating func close(_ profit: Money) {
    trades += 1
    guard profit < .zero else { return }
    grossLoss = grossLoss - profit
    largestLoss = max(largestLoss, -profit)
  }

  mutating func see(_ result: Money) { drawdown.see(result) }
}

/// Deepest fall of a result from its peak, seen where the incumbent closes trades.
package struct Drawdown: Hashable, Sendable, Codable {
  private var peak = Money.zero
  package private(set) var deepest = Money.zero

  mutating func see(_ result: Money) {
    peak = max(peak, result)
    deepest = max(deepest, peak - result)
  }
}
