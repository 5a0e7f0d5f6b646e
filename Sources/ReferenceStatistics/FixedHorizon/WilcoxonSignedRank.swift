import Statistics

/// Wilcoxon's signed-rank test of symmetric differences around zero (1945), zeros dropped.
package struct WilcoxonSignedRank: Sendable, Hashable {
  package var positiveRankSum: Double
  package var negativeRankSum: Double
  private var variance: Double

  /// Nil when no difference is other than zero.
  package init?(_ differences: [Double]) {
    let nonzero = differences.filter { $0 != 0 }
    guard !nonzero.isEmpty else { return nil }
    let ranks = Ranks(nonzero.map(\.magnitude))
    var positive = 0.0
    var negative = 0.0
    for (difference, rank) in zip(nonzero, ranks.values) {
      if difference > 0 { positive += rank } else { negative += rank }
    }
    positiveRankSum = positive
    negativeRankSum = negative
    let n = Double(nonzero.count)
    variance = (n * (n + 1) * (2 * n + 1) - 0.5 * ranks.tieTerm) / 24
  }

  /// The smaller of the two rank sums.
  package var statistic: Double { min(positiveRankSum, negativeRankSum) }

  /// The smaller rank sum in standard deviations below its mean: never positive.
  package var z: Double {
    let mean = 0.5 * (positiveRankSum + negativeRankSum)
    return variance > 0 ? (statistic - mean) / variance.squareRoot() : 0
  }

  /// Two-sided p from the normal limit, corrected for ties and without continuity correction.
  package var asymptoticP: Double { min(1, 2 * NormalDistribution.cdf(z)) }
}
