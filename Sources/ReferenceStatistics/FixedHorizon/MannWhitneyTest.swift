import Statistics

/// Does one sample tend to be larger than the other? (Mann and Whitney 1947.)
package struct MannWhitneyTest: Sendable, Hashable {
  /// Pairs in which the treatment is the larger, ties counting one half.
  package var u: Double
  package var treatmentCount: Int
  package var controlCount: Int
  private var tieTerm: Double

  /// Nil when either sample is empty.
  package init?(treatment: [Double], control: [Double]) {
    guard !treatment.isEmpty, !control.isEmpty else { return nil }
    let ranks = Ranks(treatment + control)
    let rankSum = ranks.values.prefix(treatment.count).reduce(0, +)
    let n = Double(treatment.count)
    u = rankSum - n * (n + 1) / 2
    treatmentCount = treatment.count
    controlCount = control.count
    tieTerm = ranks.tieTerm
  }

  /// P(treatment > control) + ½ P(equal), the common-language effect size.
  package var probabilityOfSuperiority: Double {
    u / (Double(treatmentCount) * Double(controlCount))
  }

  /// Two-sided p from the normal limit with the variance corrected for ties.
  package func asymptoticP(continuityCorrection: Bool = true) -> Double {
    let (m, n) = (Double(treatmentCount), Double(controlCount))
    let total = m + n
    let variance = m * n / 12 * (total + 1 - tieTerm / (total * (total - 1)))
    guard variance > 0 else { return 1 }
    let distance = max(u, m * n - u) - 0.5 * m * n - (continuityCorrection ? 0.5 : 0)
    return min(1, 2 * NormalDistribution.survival(distance / variance.squareRoot()))
  }

  /// Two-sided p from the permutation distribution, which supposes that nothing is tied.
  ///
  /// Cost O((m n)²/2): for samples of up to about a hundred.
  package func exactP() -> Double {
    let (m, n) = (treatmentCount, controlCount)
    let extreme = max(u, Double(m * n) - u)
    // The null distribution is symmetric: P(U ≥ u) = P(U ≤ mn − u).
    let reach = Int((Double(m * n) - extreme).rounded(.down))
    let mass = MannWhitneyTest.nullDistribution(m, n)
    return min(1, 2 * mass[0...reach].reduce(0, +))
  }

  /// P(U = u), u = 0…mn, by conditioning on which sample the largest observation belongs to.
  static func nullDistribution(_ m: Int, _ n: Int) -> [Double] {
    // `previous[j]` is the distribution for (i − 1, j).
    var previous = [[Double]](repeating: [1], count: n + 1)
    for i in 1...m {
      var current: [[Double]] = [[1]]
      for j in 1...n {
        var mass = [Double](repeating: 0, count: i * j + 1)
        let weight = Double(i) / Double(i + j)
        for (value, probability) in previous[j].enumerated() { mass[value + j] += weight * probability }
        for (value, probability) in current[j - 1].enumerated() { mass[value] += (1 - weight) * probability }
        current.append(mass)
      }
      previous = current
    }
    return previous[n]
  }
}

/// The median of all pairwise differences, a shift that a few outliers cannot move (Hodges and Lehmann 1963).
package enum HodgesLehmann {
  /// Median of treatment[i] − control[j]; O(m n) memory. Nil when either sample is empty.
  package static func shift(treatment: [Double], control: [Double]) -> Double? {
    guard !treatment.isEmpty, !control.isEmpty else { return nil }
    var differences: [Double] = []
    differences.reserveCapacity(treatment.count * control.count)
    for b in treatment { for a in control { differences.append(b - a) } }
    differences.sort()
    return Quantile.linear(sorted: differences, 0.5)
  }
}
