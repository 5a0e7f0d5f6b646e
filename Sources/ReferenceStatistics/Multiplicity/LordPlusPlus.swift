import RealModule

/// Online control of the false discovery rate by levels that recover after each discovery.
///
/// LORD++: Javanmard and Montanari (Annals of Statistics 46, 2018) with the improvement of Ramdas, Yang, Wainwright
/// and Jordan (NeurIPS 2017). Valid for independent p-values.
///
/// α_t = γ_t w₀ + (α − w₀) γ_{t−τ₁} + α Σ_{j≥2} γ_{t−τⱼ}, τⱼ the time of the j-th rejection.
package struct LordPlusPlus: Sendable, Hashable, Codable {
  package let alpha: Double
  /// Starting wealth w₀ ≤ α.
  package let initialWealth: Double
  /// Number of hypotheses tested so far.
  package private(set) var tested = 0
  /// Times, from 1, of the rejections so far.
  package private(set) var rejections: [Int] = []

  package init(alpha: Double, initialWealth: Double? = nil) {
    precondition(alpha > 0 && alpha < 1, "a level lies between 0 and 1")
    self.alpha = alpha
    self.initialWealth = initialWealth ?? alpha / 2
    precondition(self.initialWealth > 0 && self.initialWealth <= alpha, "the starting wealth lies in (0, α]")
  }

  /// The level of the next test.
  package var nextLevel: Double {
    let time = tested + 1
    var level = LordPlusPlus.weight(time) * initialWealth
    for (index, rejection) in rejections.enumerated() {
      level += (index == 0 ? alpha - initialWealth : alpha) * LordPlusPlus.weight(time - rejection)
    }
    return level
  }

  /// Tests the next hypothesis and says whether it is rejected.
  package mutating func test(p: Double) -> Bool {
    let rejected = p <= nextLevel
    tested += 1
    if rejected { rejections.append(tested) }
    return rejected
  }

  /// γ_j = 0.07720838 ln(max(j, 2)) / (j e^{√ln j}), which sums to one (Javanmard and Montanari).
  static func weight(_ j: Int) -> Double {
    let index = Double(j)
    return 0.077_208_38 * .log(max(index, 2)) / (index * .exp(Double.log(index).squareRoot()))
  }
}
