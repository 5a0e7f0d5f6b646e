internal import RealModule

/// The probability that a Sharpe ratio is real although it was the best of many that were tried.
///
/// D. H. Bailey and M. López de Prado, "The deflated Sharpe ratio", Journal of Portfolio Management 40, 2014: the
/// probabilistic Sharpe ratio against the best ratio that as many trials without any skill would have shown.
package struct DeflatedSharpeRatio: Sendable, Hashable, Codable {
  /// Every configuration ever tried counts, the forgotten ones too.
  package let trials: Int
  /// The variance of the ratios over the trials.
  package let varianceOverTrials: Double

  package init(trials: Int, varianceOverTrials: Double) {
    precondition(trials >= 1, "what is judged was itself a trial")
    precondition(varianceOverTrials >= 0, "a variance is not negative")
    self.trials = trials
    self.varianceOverTrials = varianceOverTrials
  }

  /// The expected best ratio of trials without skill: √V ((1 − γ) Φ⁻¹(1 − 1/N) + γ Φ⁻¹(1 − 1/(N e))).
  ///
  /// With γ Euler's constant, ibid. equation (1); zero for a single trial, which selects nothing.
  package var expectedBest: Double {
    guard trials > 1 else { return 0 }
    let euler = 0.577_215_664_901_532_9
    let trials = Double(trials)
    // Φ⁻¹(1 − q) = −Φ⁻¹(q) keeps its digits for many trials.
    let typical = -NormalDistribution.quantile(1 / trials)
    let extreme = -NormalDistribution.quantile(1 / (trials * Double.exp(1)))
    return varianceOverTrials.squareRoot() * ((1 - euler) * typical + euler * extreme)
  }

  /// The probability that the true ratio of the chosen one is above the expected best without skill (DSR).
  package func probability(of chosen: SharpeRatio) -> Double? {
    chosen.probability(above: expectedBest)
  }
}
