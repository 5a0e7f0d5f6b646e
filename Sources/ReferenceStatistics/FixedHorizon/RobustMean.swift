import Statistics

/// Means that a few extreme observations cannot move. Not for decisions on profit: cutting losses hides the very risk
/// that a grid takes (see `Winsor.capWins`, which never touches the loss side).
package enum RobustMean {
  /// Mean after the `fraction` smallest and largest observations are each dropped (rounded down); nil when none is left.
  package static func trimmed(_ values: [Double], fraction: Double) -> Double? {
    let cut = cutCount(values, fraction)
    guard values.count > 2 * cut else { return nil }
    let kept = values.sorted()[cut..<(values.count - cut)]
    return kept.reduce(0, +) / Double(kept.count)
  }

  /// Mean after the `fraction` smallest and largest observations are pulled in to the nearest one kept.
  package static func winsorized(_ values: [Double], fraction: Double) -> Double? {
    let cut = cutCount(values, fraction)
    guard values.count > 2 * cut else { return nil }
    var sorted = values.sorted()
    for index in 0..<cut {
      sorted[index] = sorted[cut]
      sorted[sorted.count - 1 - index] = sorted[sorted.count - 1 - cut]
    }
    return sorted.reduce(0, +) / Double(sorted.count)
  }

  private static func cutCount(_ values: [Double], _ fraction: Double) -> Int {
    precondition(fraction >= 0 && fraction < 0.5, "less than half of a sample can be cut at each end")
    return Int(fraction * Double(values.count))
  }
}

/// One-sided winsorisation of trade results.
package enum Winsor {
  /// Wins above the `probability` quantile of all results are lowered to it; losses are never clipped, because a
  /// test on clipped losses adopts configurations that pay rare disasters for small gains.
  package static func capWins(_ results: [Double], probability: Double = 0.999) -> [Double] {
    guard let quantile = Quantile.linear(results, probability) else { return [] }
    let cap = max(0, quantile)
    return results.map { min($0, cap) }
  }
}
