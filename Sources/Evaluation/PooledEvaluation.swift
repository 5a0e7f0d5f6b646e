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
  /// Net differences in shares of each file's starting balance, their mean.
  package let netShare: Pooled

  /// Files are drawn independently of each other: replicate number n pools every file's replicate n.
  ///
  /// - Parameter balances: what each file's bots began with, in its money.
  package init(_ comparisons: [Comparison], balances: [Double]) {
    profitFactor = Self.pool(comparisons, \.profitFactorRatio)
    maxDrawdown = Self.pool(comparisons, \.maxDrawdownRatio)
    recovery = Self.pool(comparisons, \.recoveryRatio)
    netShare = Self.mean(zip(comparisons, balances).filter { $1 > 0 })
  }

  private static func mean(_ files: [(comparison: Comparison, balance: Double)]) -> Pooled {
    func mean(_ net: (Comparison) -> Double) -> Double {
      files.map { net($0.comparison) / $0.balance }.reduce(0, +) / Double(files.count)
    }
    guard !files.isEmpty else { return Pooled(ratio: nil, interval: nil, files: 0) }
    let count = files.map(\.comparison.replicates.count).min() ?? 0
    let replicates = (0..<count).map { draw in mean { $0.replicates[draw].netDifference } }
    return Pooled(
      ratio: mean(\.ratios.netDifference), interval: Interval(replicates, of: count), files: files.count)
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

  static func geometricMean(_ ratios: [Double?]) -> Double? {
    guard !ratios.isEmpty else { return nil }
    var product = 1.0
    for ratio in ratios {
      guard let ratio, ratio > 0 else { return nil }
      product *= .root(ratio, ratios.count)
    }
    return product
  }
}

/// The geometric mean of what the files' best fixed configurations had over those that the bots began with.
package struct PooledCeiling: Hashable, Sendable {
  package let profitFactorRatio: Double?
  package let lowest: Double?
  package let highest: Double?
  package let files: Int

  package init(_ ceilings: [HindsightCeiling?]) {
    let ratios = ceilings.compactMap { $0?.profitFactorRatio }.filter { $0 > 0 }
    profitFactorRatio = PooledComparison.geometricMean(ratios)
    lowest = ratios.min()
    highest = ratios.max()
    files = ratios.count
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

  static func interval(_ count: Int, of all: Int) -> Interval? {
    ClopperPearsonInterval.of(successes: count, trials: all).map { Interval(lower: $0.lower, upper: $0.upper) }
  }
}

/// How often something was found in so many markets.
package struct FindingRate: Hashable, Sendable {
  package let found: Int
  package let markets: Int
  /// Clopper and Pearson, 95 %.
  package let interval: Interval?

  package init(found: Int, of markets: Int) {
    self.found = found
    self.markets = markets
    interval = AdoptionRates.interval(found, of: markets)
  }

  package var rate: Double? { markets == 0 ? nil : Double(found) / Double(markets) }
}
