internal import RealModule

/// An always-valid test of "both arms have the same quantile", for tails that means do not see.
///
/// S. R. Howard and A. Ramdas, "Sequential estimation of quantiles with applications to A/B testing and best-arm
/// identification", Bernoulli 28, 2022, section 5: for every value x the evidence that x is the quantile of neither arm
/// is the sum of the arms' beta-binomial evidence on their shares below x; the least over x is what the null must
/// withstand. O(n log n) time in the observations so far.
package struct QuantileComparison: Sendable, Hashable {
  /// Which quantile, in (0, 1).
  package let probability: Double
  private let mixture: BetaBinomialMixture

  /// - Parameter bestTime: the number of observations an arm at which the test is sharpest.
  package init(probability: Double, bestTime: Double, bestAlpha: Double = 0.05) {
    precondition(probability > 0 && probability < 1, "a quantile's probability lies inside (0, 1)")
    self.probability = probability
    mixture = BetaBinomialMixture(
      sides: .both, below: probability, above: 1 - probability,
      bestTime: bestTime * probability * (1 - probability), bestAlpha: bestAlpha)
  }

  /// The always-valid p-value at this moment; nil while an arm is empty or holds a value that is not finite.
  package func pValue(_ first: [Double], _ second: [Double]) -> Double? {
    guard !first.isEmpty, !second.isEmpty else { return nil }
    guard first.allSatisfy(\.isFinite), second.allSatisfy(\.isFinite) else { return nil }
    let arms = [Arm(first, test: self), Arm(second, test: self)]
    // Between two observations the evidence is no less than at the nearer of them.
    var least = Double.infinity
    for arm in arms {
      for value in arm.sorted { least = min(least, arms[0].evidence(at: value) + arms[1].evidence(at: value)) }
    }
    return min(1, Double.exp(-least))
  }

  /// The evidence of an arm in which this share of `count` observations lies below the supposed quantile.
  private func evidence(share: Double, count: Double) -> Double {
    mixture.logEValue(
      sum: (share - probability) * count, intrinsicTime: probability * (1 - probability) * count)
  }

  private struct Arm {
    let sorted: [Double]
    private let test: QuantileComparison
    /// The share below the supposed quantile that speaks least against it.
    private let mildest: Double

    init(_ values: [Double], test: QuantileComparison) {
      sorted = values.sorted()
      self.test = test
      mildest = Self.mildestShare(test, count: Double(values.count))
    }

    func evidence(at value: Double) -> Double {
      let count = Double(sorted.count)
      let below = Double(position { $0 < value }) / count
      let upTo = Double(position { $0 <= value }) / count
      return test.evidence(share: min(max(mildest, below), upTo), count: count)
    }

    /// The number of leading observations that satisfy a condition which holds up to some point.
    private func position(_ isBefore: (Double) -> Bool) -> Int {
      var (low, high) = (0, sorted.count)
      while low < high {
        let middle = (low + high) / 2
        if isBefore(sorted[middle]) { low = middle + 1 } else { high = middle }
      }
      return low
    }

    /// Golden-section search: the evidence is convex in the share.
    private static func mildestShare(_ test: QuantileComparison, count: Double) -> Double {
      let golden = (5.squareRoot() - 1) / 2
      var (low, high) = (0.0, 1.0)
      for _ in 0..<60 {
        let (left, right) = (high - golden * (high - low), low + golden * (high - low))
        if test.evidence(share: left, count: count) < test.evidence(share: right, count: count) {
          high = right
        } else {
          low = left
        }
      }
      return (low + high) / 2
    }
  }
}
