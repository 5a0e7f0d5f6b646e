package import Statistics

/// What an experiment of a given size can be expected to find.
package enum MinimumDetectableEffect {
  /// The smallest positive effect, in standard deviations, that a test of `n` finds with the given power.
  package static func normal(n: Double, power: Double = 0.8, test: Power) -> Double {
    precondition(n > 0, "an experiment has observations")
    precondition(power > test.alpha && power < 1, "power lies between the level and one")
    var high = 1.0
    while test.normal(effect: high, n: n) < power { high *= 2 }
    return RootFinding.increasing(from: 0, to: high) { test.normal(effect: $0, n: n) - power }
  }
}

/// How much longer a running experiment is likely to take.
package struct ExperimentForecast: Sendable, Hashable, Codable {
  /// Trades still to come, never negative.
  package var remainingTrades: Double
  /// Nil when the pace is unknown or zero.
  package var days: Double?

  /// Always-valid inference needs about this many times the trades of a test of fixed size (simulated on paired
  /// shadows of correlation 0.8 to 0.95, power 0.8).
  package static let sequentialFactor = 1.65

  package init(fixedSize: Double, tradesSoFar: Int, tradesPerDay: Double?, sequentialFactor: Double = sequentialFactor)
  {
    remainingTrades = max(0, fixedSize * sequentialFactor - Double(tradesSoFar))
    days = tradesPerDay.flatMap { $0 > 0 ? remainingTrades / $0 : nil }
  }
}
