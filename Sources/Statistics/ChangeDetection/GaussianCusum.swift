/// Cumulative sums of a standardised stream that rise when its mean moves up or down.
///
/// With x in standard deviations from its usual mean: S⁺ ← max(0, S⁺ + x − k), S⁻ ← max(0, S⁻ − x − k). A reference
/// value k of half the shift to be found is best for that shift. E. S. Page, Biometrika 41, 1954.
/// The threshold follows from the false-alarm rate wanted: `CusumRunLength`, or a bootstrap of own history.
package struct GaussianCusum: Sendable, Hashable, Codable {
  /// k, in standard deviations.
  package let referenceValue: Double
  /// h, in standard deviations.
  package let threshold: Double
  package private(set) var count = 0
  /// S⁺: evidence of a mean above the usual one.
  package private(set) var upward = 0.0
  /// S⁻: evidence of a mean below the usual one.
  package private(set) var downward = 0.0
  /// True once a value was not finite: the sums stand still and say nothing any more.
  package private(set) var isVoid = false

  package init(referenceValue: Double, threshold: Double) {
    precondition(referenceValue >= 0 && referenceValue.isFinite, "a reference value is not negative")
    precondition(threshold > 0 && threshold.isFinite, "a threshold is positive")
    self.referenceValue = referenceValue
    self.threshold = threshold
  }

  /// - Parameter standardised: the observation minus its usual mean, divided by its usual standard deviation.
  package mutating func observe(_ standardised: Double) {
    guard !isVoid else { return }
    guard standardised.isFinite else {
      isVoid = true
      return
    }
    count += 1
    upward = max(0, upward + standardised - referenceValue)
    downward = max(0, downward - standardised - referenceValue)
  }

  package var isAlarmingUpward: Bool { !isVoid && upward >= threshold }
  package var isAlarmingDownward: Bool { !isVoid && downward >= threshold }

  /// Starts again at zero, as after an alarm that was acted upon; the count goes on.
  package mutating func restart() {
    upward = 0
    downward = 0
  }
}
