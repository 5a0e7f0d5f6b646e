internal import RealModule

/// Detects a raised mean of values in [0, 1] by Hoeffding's bound on plain averages (HDDM, A-test).
///
/// Frías-Blanco et al., "Online and non-parametric drift detection methods based on Hoeffding's bounds", IEEE
/// Transactions on Knowledge and Data Engineering 27, 2015: the prefix whose mean plus bound is least is compared with
/// the mean of the whole.
package struct HoeffdingAverageDrift: Sendable, Hashable, Codable {
  package let driftConfidence: Double
  package let warningConfidence: Double
  package private(set) var signal = DriftSignal.stable
  private var count = 0
  private var total = 0.0
  private var bestCount = 0
  private var bestTotal = 0.0

  package init(driftConfidence: Double = 0.001, warningConfidence: Double = 0.005) {
    precondition(
      driftConfidence > 0 && driftConfidence <= warningConfidence && warningConfidence < 1,
      "a drift needs at least the confidence of a warning")
    self.driftConfidence = driftConfidence
    self.warningConfidence = warningConfidence
  }

  package mutating func observe(_ isEvent: Bool) {
    if signal == .drift { self = Self(driftConfidence: driftConfidence, warningConfidence: warningConfidence) }
    count += 1
    total += isEvent ? 1 : 0
    if bestCount == 0 || upperBound(total, count) <= upperBound(bestTotal, bestCount) {
      (bestCount, bestTotal) = (count, total)
    }
    if isRaised(driftConfidence) {
      signal = .drift
    } else {
      signal = isRaised(warningConfidence) ? .warning : .stable
    }
  }

  private func upperBound(_ total: Double, _ count: Int) -> Double {
    total / Double(count) + (Double.log(1 / driftConfidence) / (2 * Double(count))).squareRoot()
  }

  private func isRaised(_ confidence: Double) -> Bool {
    guard bestCount < count else { return false }
    let weight = Double(count - bestCount) / Double(bestCount) / Double(count)
    let bound = (weight / 2 * Double.log(2 / confidence)).squareRoot()
    return total / Double(count) - bestTotal / Double(bestCount) >= bound
  }
}
