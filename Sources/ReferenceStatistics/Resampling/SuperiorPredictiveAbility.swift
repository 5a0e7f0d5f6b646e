import RealModule
import Statistics

/// Does any of many candidates really beat the benchmark, or did the best of them just get lucky?
///
/// Hansen, "A test for superior predictive ability", JBES 23 (2005), after White's reality check (Econometrica 68,
/// 2000). Resamples are given as index rows, so that the result is a function of its inputs alone.
package struct SuperiorPredictiveAbility: Sendable {
  /// How candidates that lose are centred under the null hypothesis.
  package enum Centring: Sendable, Hashable, CaseIterable {
    /// Losers stay losers: a lower bound of p.
    case lower
    /// Losers below −√(2 ln ln n) standard errors stay losers: Hansen's consistent choice.
    case consistent
    /// All candidates are as good as the benchmark: an upper bound of p, White's reality check.
    case upper
  }

  package let count: Int
  /// Mean advantage of each candidate over the benchmark.
  package let meanAdvantage: [Double]
  /// Long-run variance of √n times the mean advantage, from the stationary bootstrap in closed form.
  package let variance: [Double]
  /// Whether advantages are compared in units of their own standard error, as the paper does; otherwise as they are.
  package let studentized: Bool
  /// Means of the advantages on each resample, one row a resample.
  private let resampledMeans: [[Double]]

  /// `advantages[k][i]` is the gain of candidate k over the benchmark at time i.
  package init(advantages: [[Double]], indices: [[Int]], meanBlock: Double, studentized: Bool = true) {
    let length = advantages.first?.count ?? 0
    precondition(length > 2, "there are a candidate and at least three observations")
    precondition(advantages.allSatisfy { $0.count == length }, "all candidates are seen at the same times")
    let bootstrap = StationaryBootstrap(meanBlock: meanBlock)
    count = length
    self.studentized = studentized
    meanAdvantage = advantages.map { $0.reduce(0, +) / Double(length) }
    variance = advantages.map { (bootstrap.varianceOfMean($0) ?? 0) * Double(length) }
    resampledMeans = indices.map { row in
      advantages.map { series in
        var sum = 0.0
        for index in row { sum += series[index] }
        return sum / Double(row.count)
      }
    }
  }

  /// The largest advantage, in standard errors where studentized.
  package var statistic: Double {
    meanAdvantage.indices.map { meanAdvantage[$0] * scale($0) }.max() ?? 0
  }

  /// The share of resamples under the null hypothesis whose best candidate looks better than the observed best.
  ///
  /// Studentized, as in the paper, a best candidate that does not even beat the benchmark has p = 1.
  package func p(_ centring: Centring = .consistent) -> Double {
    let observed = statistic
    if studentized && observed <= 0 { return 1 }
    let simulated = simulatedMaxima(among: Array(meanAdvantage.indices), centring)
    return Double(simulated.count { $0 > observed }) / Double(simulated.count)
  }

  /// Candidates that beat the benchmark, with the chance of any false one at most `alpha`.
  ///
  /// StepM of Romano and Wolf (Econometrica 73, 2005): those above the critical value are taken out and the rest are
  /// compared among themselves, until no more are found. Ascending indices.
  package func superior(alpha: Double = 0.05, centring: Centring = .consistent) -> [Int] {
    precondition(alpha > 0 && alpha < 1, "a level lies between 0 and 1")
    var remaining = Array(meanAdvantage.indices)
    var found: [Int] = []
    while !remaining.isEmpty {
      guard let critical = Quantile.linear(simulatedMaxima(among: remaining, centring), 1 - alpha) else { break }
      let better = remaining.filter { meanAdvantage[$0] * scale($0) > critical }
      if better.isEmpty { break }
      found += better
      remaining.removeAll { better.contains($0) }
    }
    return found.sorted()
  }

  private func simulatedMaxima(among candidates: [Int], _ centring: Centring) -> [Double] {
    let centres = candidates.map { centre($0, centring) }
    let scales = candidates.map(scale)
    return resampledMeans.map { means in
      var largest = -Double.infinity
      for (position, candidate) in candidates.enumerated() {
        largest = max(largest, (means[candidate] - centres[position]) * scales[position])
      }
      return largest
    }
  }

  private func centre(_ candidate: Int, _ centring: Centring) -> Double {
    let mean = meanAdvantage[candidate]
    switch centring {
    case .lower: return max(0, mean)
    case .upper: return mean
    case .consistent:
      let n = Double(count)
      return mean >= -(variance[candidate] / n * 2 * .log(.log(n))).squareRoot() ? mean : 0
    }
  }

  private func scale(_ candidate: Int) -> Double {
    guard studentized else { return 1 }
    return variance[candidate] > 0 ? (Double(count) / variance[candidate]).squareRoot() : 0
  }
}
