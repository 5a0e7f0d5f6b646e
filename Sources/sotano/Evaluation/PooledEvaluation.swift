internal import RealModule
internal import Statistics

/// A comparison over many files: the geometric mean of their ratios, each file with the same weight.
package struct PooledComparison: Sendable {
  /// A ratio, its interval and how many files have one.
  package struct Pooled: Hashable, Sendable {
    package var ratio: Double?
    package var interval: Interval?
    package var files: Int
  }

  package let profitFactor: Pooled
  package let maxDrawdown: Pooled
  package let recovery: Pooled

  /// Files are drawn independently of each other: replicate number n pools every file's replicate n.
  package init(_ comparisons: [Comparison]) {
    profitFactor = Self.pool(comparisons, \.profitFactorRatio)
    maxDrawdown = Self.pool(comparisons, \.maxDrawdownRatio)
    recovery = Self.pool(comparisons, \.recoveryRatio)
  }

  private static func pool(_ comparisons: [Comparison], _ number: KeyPath<Ratios, Double?>) -> Pooled {
    let defined = comparisons.filter { ($0.ratios[keyPath: number] ?? 0) > 0 }
    let count = defined.map(\.replicates.count).min() ?? 0
    let replicates = (0..<count).compactMap { draw in
      geometricMean(defined.map { $0.replicates[draw][keyPath: number] })
    }
    return Pooled(
      ratio: geometricMean(defined.map { $0.ratios[keyPath: number] }),
      interval: Interval(replicates, of: count), files: defined.count)
  }

  private static func geometricMean(_ ratios: [Double?]) -> Double? {
    guard !ratios.isEmpty else { return nil }
    var product = 1.0
    for ratio in ratios {
      guard let ratio, ratio > 0 else { return nil }
      product *= .root(ratio, ratios.count)
    }
    return product
  }
}

/// How often adopted changes proved harmful or were confirmed.
package struct AdoptionRates: Hashable, Sendable {
  package let adopted: Int
  package let harmful: Int
  package let confirmed: Int
  /// Clopper and Pearson, 95 %.
  package let harmfulInterval: Interval?
  package let confirmedInterval: Interval?

  package init(_ truths: [CounterfactualTruth]) {
    adopted = truths.count
    harmful = truths.count { $0.finding == .harmful }
    confirmed = truths.count { $0.finding == .confirmed }
    harmfulInterval = Self.interval(harmful, of: adopted)
    confirmedInterval = Self.interval(confirmed, of: adopted)
  }

  private static func interval(_ count: Int, of all: Int) -> Interval? {
    ClopperPearsonInterval.of(successes: count, trials: all).map { Interval(lower: $0.lower, upper: $0.upper) }
  }
}
