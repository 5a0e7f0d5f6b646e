import RealModule
package import Statistics

/// A Beta distribution: what is believed about a probability.
package struct BetaPosterior: Sendable, Hashable, Codable {
  package var alpha: Double
  package var beta: Double

  package init(alpha: Double, beta: Double) {
    precondition(alpha > 0 && beta > 0, "the shapes of a beta distribution are positive")
    self.alpha = alpha
    self.beta = beta
  }

  /// After `successes` of `trials`, from the prior Beta(`priorAlpha`, `priorBeta`), uniform by default.
  package init(successes: Int, trials: Int, priorAlpha: Double = 1, priorBeta: Double = 1) {
    precondition(successes >= 0 && successes <= trials, "successes lie between 0 and the number of trials")
    self.init(alpha: priorAlpha + Double(successes), beta: priorBeta + Double(trials - successes))
  }

  package var mean: Double { alpha / (alpha + beta) }

  /// Equal probability in both tails.
  package func credibleInterval(probability: Double = 0.95) -> ConfidenceInterval {
    let tail = 0.5 - 0.5 * probability
    return ConfidenceInterval(
      lower: IncompleteBeta.inverse(tail, a: alpha, b: beta),
      upper: IncompleteBeta.inverse(0.5 + 0.5 * probability, a: alpha, b: beta))
  }
}

/// Two win rates compared, for reading beside a test and never in place of one.
package struct BetaBinomialComparison: Sendable, Hashable {
  package var control: BetaPosterior
  package var treatment: BetaPosterior

  package init(control: BetaPosterior, treatment: BetaPosterior) {
    self.control = control
    self.treatment = treatment
  }

  /// P(treatment > control).
  package var probabilityTreatmentWins: Double {
    let (a, b) = (control, treatment)
    return BetaBinomialComparison.average(over: b, companion: a) { x, y in
      IncompleteBeta.regularized(x, complement: y, a: a.alpha, b: a.beta)
    }
  }

  /// E[max(control − treatment, 0)]: the win rate given up on average by choosing the treatment.
  package var expectedLossOfTreatment: Double {
    let (a, b) = (control, treatment)
    // E[(A − x)⁺] = E[A] P(A′ > x) − x P(A > x), A′ having one success more.
    return BetaBinomialComparison.average(over: b, companion: a) { x, y in
      let more = IncompleteBeta.regularized(y, complement: x, a: a.beta, b: a.alpha + 1)
      let same = IncompleteBeta.regularized(y, complement: x, a: a.beta, b: a.alpha)
      return max(0, a.mean * more - x * same)
    }
  }

  /// E[f(X, 1 − X)], X from `posterior`, by the trapezoidal rule in the log-odds of X, where the integrand is
  /// analytic and dies off exponentially, so that the rule converges faster than any power of the step.
  private static func average(
    over posterior: BetaPosterior, companion: BetaPosterior, _ f: (Double, Double) -> Double
  ) -> Double {
    func width(_ p: BetaPosterior) -> Double { (1 / p.alpha + 1 / p.beta).squareRoot() }
    let step = min(0.3, min(width(posterior), width(companion)) / 6)
    let centre = Double.log(posterior.alpha / posterior.beta)
    func weight(_ logOdds: Double) -> (Double, Double, Double) {
      let point = IncompleteBeta.Point(logOdds: logOdds)
      let (x, y) = (point.value, point.complement)
      return (x, y, .exp(Stirling.logBetaKernel(x, y, a: posterior.alpha, b: posterior.beta)))
    }
    var sum = 0.0
    for direction in [1.0, -1.0] {
      var index = direction > 0 ? 0.0 : 1.0
      while true {
        let (x, y, mass) = weight(centre + direction * index * step)
        if mass < 1e-20 || x == 0 || y == 0 { break }
        sum += mass * f(x, y)
        index += 1
      }
    }
    return sum * step
  }
}
