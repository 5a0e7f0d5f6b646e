import Statistics

/// Bounds on the mean of observations in [0, 1] from a conjugate mixture.
///
/// Howard et al. 2021. By Hoeffding each observation adds ¼ to intrinsic time; by empirical Bernstein (their theorem 4)
/// it adds its squared distance from the mean of the past, which pays when observations vary little. The error rate is
/// halved once over the two sides (a public implementation halves it twice).
package struct MixtureSequence: Sendable, Hashable, Codable {
  package enum Method: String, Sendable, Hashable, Codable {
    case hoeffding, empiricalBernstein
  }

  package let method: Method
  /// The two-sided error rate.
  package let alpha: Double
  /// The intrinsic time at which the interval is narrowest: a quarter of the count by Hoeffding, the count times the
  /// variance by empirical Bernstein.
  package let bestTime: Double
  private var moments = RunningMoments()
  private var intrinsicTime = 0.0

  package init(method: Method, alpha: Double, bestTime: Double) {
    precondition(alpha > 0 && alpha < 0.5, "an error rate lies between 0 and one half")
    precondition(bestTime > 0, "intrinsic time is positive")
    self.method = method
    self.alpha = alpha
    self.bestTime = bestTime
  }

  package mutating func observe(_ value: Double) {
    precondition(value >= 0 && value <= 1, "an observation lies in [0, 1]")
    let guess = moments.count == 0 ? 0.5 : moments.mean
    intrinsicTime += method == .hoeffding ? 0.25 : (value - guess) * (value - guess)
    moments.observe(value)
  }

  /// Within [0, 1]; nil before the first observation and while nothing has varied.
  package var interval: ClosedRange<Double>? {
    guard moments.count > 0, intrinsicTime > 0 else { return nil }
    let bound =
      switch method {
      case .hoeffding:
        NormalMixture(sides: .both, bestTime: bestTime, bestAlpha: alpha)
          .bound(intrinsicTime: intrinsicTime, alpha: alpha)
      case .empiricalBernstein:
        GammaExponentialMixture(scale: 1, bestTime: bestTime, bestAlpha: alpha / 2)
          .bound(intrinsicTime: intrinsicTime, alpha: alpha / 2)
      }
    let reach = bound / Double(moments.count)
    return max(0, moments.mean - reach)...min(1, moments.mean + reach)
  }
}
