/// Variance reduction by a covariate that the treatment cannot change, such as the shadow of the incumbent.
///
/// Deng, Xu, Kohavi and Walker, "Improving the sensitivity of online controlled experiments by utilizing
/// pre-experiment data", WSDM 2013: y − θ x with θ = cov(y, x) / var(x), one θ for both arms.
package struct CupedAdjustment: Sendable, Hashable {
  package var theta: Double

  /// θ from the observations of both arms thrown together; nil when the covariate does not vary.
  package init?(outcomes: [Double], covariates: [Double]) {
    guard let moments = SampleMoments(covariates), moments.variance > 0,
      let covariance = SampleMoments.covariance(outcomes, covariates)
    else { return nil }
    theta = covariance / moments.variance
  }

  package func adjusted(_ outcomes: [Double], covariates: [Double]) -> [Double] {
    precondition(outcomes.count == covariates.count, "every outcome has its covariate")
    return zip(outcomes, covariates).map { $0 - theta * $1 }
  }

  /// Welch's difference of the adjusted outcomes.
  package static func difference(
    treatment: [Double], treatmentCovariate: [Double], control: [Double], controlCovariate: [Double]
  ) -> (adjustment: CupedAdjustment, estimate: MeanEstimate)? {
    guard
      let adjustment = CupedAdjustment(
        outcomes: control + treatment, covariates: controlCovariate + treatmentCovariate),
      let estimate = WelchTest.difference(
        treatment: adjustment.adjusted(treatment, covariates: treatmentCovariate),
        control: adjustment.adjusted(control, covariates: controlCovariate))
    else { return nil }
    return (adjustment, estimate)
  }
}
