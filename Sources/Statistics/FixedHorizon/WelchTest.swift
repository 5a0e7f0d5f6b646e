/// Two independent samples with unequal variances (Welch, Biometrika 34, 1947).
package enum WelchTest {
  /// `treatment` minus `control`; nil below two observations on either side.
  package static func difference(treatment: [Double], control: [Double]) -> MeanEstimate? {
    guard let treatment = SampleMoments(treatment), let control = SampleMoments(control) else { return nil }
    return difference(treatment: treatment, control: control)
  }

  package static func difference(treatment: SampleMoments, control: SampleMoments) -> MeanEstimate? {
    guard let degrees = degreesOfFreedom(treatment, control) else { return nil }
    return MeanEstimate(
      value: treatment.mean - control.mean,
      standardError: (treatment.squaredError + control.squaredError).squareRoot(), degreesOfFreedom: degrees)
  }

  /// The lift (treatment − control) / control by the delta method.
  ///
  /// Unusable when the control's mean is near zero, as mean profit per trade is: prefer the difference, or a ratio
  /// of profit factors. A negative control mean turns the sign of the lift round. Degrees of freedom are those of the difference.
  package static func relativeLift(treatment: SampleMoments, control: SampleMoments) -> MeanEstimate? {
    guard control.mean != 0, let degrees = degreesOfFreedom(treatment, control) else { return nil }
    let ratio = treatment.mean / control.mean
    let squared = (treatment.squaredError + ratio * ratio * control.squaredError) / (control.mean * control.mean)
    return MeanEstimate(
      value: (treatment.mean - control.mean) / control.mean, standardError: squared.squareRoot(),
      degreesOfFreedom: degrees)
  }

  /// Welch–Satterthwaite degrees of freedom.
  static func degreesOfFreedom(_ first: SampleMoments, _ second: SampleMoments) -> Double? {
    guard first.count > 1, second.count > 1 else { return nil }
    let (a, b) = (first.squaredError, second.squaredError)
    let pooled = Double(first.count + second.count - 2)
    if a + b == 0 { return pooled }
    return (a + b) * (a + b) / (a * a / Double(first.count - 1) + b * b / Double(second.count - 1))
  }
}
