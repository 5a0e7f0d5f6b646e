import RealModule
import Statistics

/// The binomial distribution of the number of successes in `trials` independent trials.
package struct Binomial: Sendable, Hashable {
  package var trials: Int
  package var probability: Double

  package init(trials: Int, probability: Double) {
    precondition(trials >= 0, "a number of trials is not negative")
    precondition(probability >= 0 && probability <= 1, "a probability lies in [0, 1]")
    self.trials = trials
    self.probability = probability
  }

  /// ln P(X = successes), by Loader's saddle-point form: no loss of digits for large numbers of trials.
  package func logMass(_ successes: Int) -> Double {
    guard successes >= 0 && successes <= trials else { return -.infinity }
    let failure = 1 - probability
    if probability == 0 { return successes == 0 ? 0 : -.infinity }
    if failure == 0 { return successes == trials ? 0 : -.infinity }
    let n = Double(trials)
    if successes == 0 { return n * .log(onePlus: -probability) }
    if successes == trials { return n * .log(probability) }
    let k = Double(successes)
    // x^k y^(n−k) / B(k, n−k) = mass · k (n−k) / n.
    return Stirling.logBetaKernel(probability, failure, a: k, b: n - k) + .log(n) - .log(k) - .log(n - k)
  }

  /// P(X = successes).
  package func mass(_ successes: Int) -> Double {
    .exp(logMass(successes))
  }

  /// P(X ≤ successes).
  package func cdf(_ successes: Int) -> Double {
    if successes < 0 { return 0 }
    if successes >= trials { return 1 }
    return IncompleteBeta.regularized(
      1 - probability, complement: probability, a: Double(trials - successes), b: Double(successes) + 1)
  }
}
