/// Student's t on the differences of pairs: the same ticks under both configurations.
package enum PairedTest {
  /// Mean of the differences; nil below two pairs.
  package static func difference(_ differences: [Double]) -> MeanEstimate? {
    nonInferiority(differences, margin: 0)
  }

  /// `treatment[i]` − `control[i]`, pair by pair.
  package static func difference(treatment: [Double], control: [Double]) -> MeanEstimate? {
    precondition(treatment.count == control.count, "pairs need equally long samples")
    return difference(zip(treatment, control).map { $0 - $1 })
  }

  /// Is the mean difference above `margin` (a negative number: how much worse is still acceptable)?
  /// Read `greaterP` and `lowerBound` of the result.
  package static func nonInferiority(_ differences: [Double], margin: Double) -> MeanEstimate? {
    guard let moments = SampleMoments(differences), moments.count > 1 else { return nil }
    return MeanEstimate(
      value: moments.mean, standardError: moments.squaredError.squareRoot(),
      degreesOfFreedom: Double(moments.count - 1), null: margin)
  }
}
