internal import RealModule

/// A sample-ratio test that may be looked at after every assignment.
///
/// Lindon and Malek, "Anytime-valid inference for multinomial count data", NeurIPS 2022 (arXiv:2011.03567): the
/// posterior odds of a Dirichlet mixture centred on the planned shares against the shares themselves, which are a
/// martingale when the plan is kept. The larger `concentration`, the smaller the deviation aimed at.
/// O(1) time and no allocation an observation: the odds are multiplied by the predictive probability of each category.
package struct SequentialMultinomial: Sendable, Hashable, Codable {
  /// The planned share of each category; positive, summing to one.
  package let shares: [Double]
  /// The weight of the plan in the mixture, in observations.
  package let concentration: Double
  package private(set) var counts: [Int]
  package private(set) var total = 0
  /// The logarithm of the odds against the plan; 0 before the first observation.
  package private(set) var logOdds = 0.0
  private var largestLogOdds = 0.0

  package init(shares: [Double], concentration: Double = 100) {
    precondition(shares.count >= 2 && shares.allSatisfy { $0 > 0 }, "at least two categories, each with a share")
    precondition(abs(shares.reduce(0, +) - 1) < 1e-9, "shares add up to one")
    precondition(concentration > 0, "the plan has a positive weight")
    self.shares = shares
    self.concentration = concentration
    counts = Array(repeating: 0, count: shares.count)
  }

  package mutating func observe(_ category: Int) {
    precondition(shares.indices.contains(category), "an assignment goes to one of the planned categories")
    let share = shares[category]
    let predicted =
      (concentration * share + Double(counts[category])) / (concentration + Double(total))
    logOdds += Double.log(predicted / share)
    largestLogOdds = max(largestLogOdds, logOdds)
    counts[category] += 1
    total += 1
  }

  /// The smallest always-valid p-value so far, at most 1.
  package var pValue: Double { Double.exp(-largestLogOdds) }

  package func rejects(at alpha: Double) -> Bool {
    precondition(alpha > 0 && alpha < 1, "an error rate lies between 0 and 1")
    return largestLogOdds >= -Double.log(alpha)
  }
}
