/// Did the arms get the shares that the design gave them? If not, nothing else in the experiment can be trusted.
///
/// Fabijan et al., "Diagnosing sample ratio mismatch in online controlled experiments", KDD 2019.
package struct SampleRatioMismatch: Sendable, Hashable {
  package var statistic: Double
  package var p: Double

  /// Pearson's chi-square of the counts against shares proportional to `weights`.
  /// Nil when fewer than two arms have weight or nothing was observed.
  package init?(counts: [Int], weights: [Double]) {
    precondition(counts.count == weights.count, "every arm has a weight")
    let total = Double(counts.reduce(0, +))
    let weightSum = weights.reduce(0, +)
    guard total > 0, weightSum > 0, weights.filter({ $0 > 0 }).count > 1 else { return nil }
    var sum = 0.0
    for (count, weight) in zip(counts, weights) where weight > 0 || count > 0 {
      let expected = total * weight / weightSum
      sum += (Double(count) - expected) * (Double(count) - expected) / expected
    }
    statistic = sum
    p = ChiSquare.survival(sum, degreesOfFreedom: Double(weights.filter { $0 > 0 }.count - 1))
  }
}
