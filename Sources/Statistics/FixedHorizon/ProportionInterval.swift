import RealModule

/// Wilson's score interval for a proportion (JASA 22, 1927).
package enum WilsonInterval {
  /// With `continuityCorrection` as in Newcombe, Statistics in Medicine 17 (1998), method 4. Nil without trials.
  package static func of(
    successes: Int, trials: Int, confidence: Double = 0.95, continuityCorrection: Bool = false
  ) -> ConfidenceInterval? {
    guard trials > 0 else { return nil }
    precondition(successes >= 0 && successes <= trials, "successes lie between 0 and the number of trials")
    let n = Double(trials)
    let p = Double(successes) / n
    let q = 1 - p
    let z = NormalDistribution.quantile(0.5 + 0.5 * confidence)
    let square = z * z
    let scale = 2 * (n + square)
    let middle = 2 * n * p + square
    let lower: Double
    let upper: Double
    if continuityCorrection {
      lower = (middle - 1 - z * max(0, square - 2 - 1 / n + 4 * p * (n * q + 1)).squareRoot()) / scale
      upper = (middle + 1 + z * max(0, square + 2 - 1 / n + 4 * p * (n * q - 1)).squareRoot()) / scale
    } else {
      let half = z * (square + 4 * n * p * q).squareRoot()
      lower = (middle - half) / scale
      upper = (middle + half) / scale
    }
    return ConfidenceInterval(
      lower: successes == 0 ? 0 : max(0, lower), upper: successes == trials ? 1 : min(1, upper))
  }
}

/// The exact interval of Clopper and Pearson (Biometrika 26, 1934): covers at least as often as it says.
package enum ClopperPearsonInterval {
  /// Nil without trials.
  package static func of(successes: Int, trials: Int, confidence: Double = 0.95) -> ConfidenceInterval? {
    guard trials > 0 else { return nil }
    precondition(successes >= 0 && successes <= trials, "successes lie between 0 and the number of trials")
    let tail = 0.5 - 0.5 * confidence
    let k = Double(successes)
    let rest = Double(trials - successes)
    return ConfidenceInterval(
      lower: successes == 0 ? 0 : IncompleteBeta.inverse(tail, a: k, b: rest + 1),
      upper: successes == trials ? 1 : IncompleteBeta.inverse(1 - tail, a: k + 1, b: rest))
  }

  /// One-sided: the proportion is at most this, at the given confidence.
  package static func upperBound(successes: Int, trials: Int, confidence: Double = 0.95) -> Double? {
    of(successes: successes, trials: trials, confidence: 2 * confidence - 1)?.upper
  }
}
