/// Online control of the false discovery rate with e-values, whatever their dependence.
///
/// Xu and Ramdas, "Online multiple testing with e-values", AISTATS 2024: hypothesis t is rejected when
/// e_t ≥ 1 / α_t with α_t = α γ_t (R_{t−1} + 1), here γ_t = 1 / (t (t + 1)), which sums to one.
package struct ELond: Sendable, Hashable, Codable {
  package let alpha: Double
  /// Number of hypotheses tested so far.
  package private(set) var tested = 0
  /// Number of them rejected.
  package private(set) var rejected = 0

  package init(alpha: Double) {
    precondition(alpha > 0 && alpha < 1, "a level lies between 0 and 1")
    self.alpha = alpha
  }

  /// α_t of the next test, known before it starts.
  package var nextLevel: Double {
    let time = Double(tested + 1)
    return alpha * Double(rejected + 1) / (time * (time + 1))
  }

  /// The e-value that the next test must reach.
  package var nextThreshold: Double { 1 / nextLevel }

  /// Tests the next hypothesis and says whether it is rejected.
  package mutating func test(eValue: Double) -> Bool {
    let isRejected = eValue >= nextThreshold
    record(rejected: isRejected)
    return isRejected
  }

  /// Counts a hypothesis that was judged elsewhere at `nextLevel`.
  package mutating func record(rejected isRejected: Bool) {
    tested += 1
    if isRejected { rejected += 1 }
  }
}
