/// A normal belief about an effect, for reading beside a test and never in place of one.
package struct NormalPosterior: Sendable, Hashable, Codable {
  package var mean: Double
  package var standardDeviation: Double

  /// With a flat prior the posterior is the likelihood itself.
  package init(estimate: Double, standardError: Double) {
    mean = estimate
    standardDeviation = standardError
  }

  /// Conjugate update of a normal prior: precisions add, means are averaged with them as weights.
  package init(estimate: Double, standardError: Double, priorMean: Double, priorDeviation: Double) {
    let data = 1 / (standardError * standardError)
    let prior = 1 / (priorDeviation * priorDeviation)
    mean = (estimate * data + priorMean * prior) / (data + prior)
    standardDeviation = (1 / (data + prior)).squareRoot()
  }

  /// P(effect > 0).
  package var chanceToWin: Double { NormalDistribution.cdf(mean / standardDeviation) }

  /// E[max(effect, 0)]: what is given up on average by staying with the control.
  package var lossOfKeepingControl: Double {
    let z = mean / standardDeviation
    return standardDeviation * NormalDistribution.density(z) + mean * NormalDistribution.cdf(z)
  }

  /// E[max(−effect, 0)]: what is given up on average by taking the treatment.
  package var lossOfTakingTreatment: Double {
    let z = mean / standardDeviation
    return standardDeviation * NormalDistribution.density(z) - mean * NormalDistribution.survival(z)
  }

  package func credibleInterval(probability: Double = 0.95) -> ConfidenceInterval {
    let half = NormalDistribution.quantile(0.5 + 0.5 * probability) * standardDeviation
    return ConfidenceInterval(lower: mean - half, upper: mean + half)
  }
}
