internal import RealModule

/// The capital of a gambler who bets for and against a mean of observations in [0, 1].
///
/// Waudby-Smith and Ramdas 2024, section 4.2: K = max(θ K⁺, (1 − θ) K⁻). Each K never exceeds 1/α with chance 1 − α when
/// the mean is right. A stake is capped at half of what could ruin it.
package struct HedgedCapital: Sendable, Hashable, Codable {
  package enum Stake: Sendable, Hashable, Codable {
    /// The predictable plug-in, tuned to this error rate.
    case plugIn(alpha: Double)
    /// The approximate Kelly stake, never negative: for one-sided evidence.
    case approximateKelly
  }

  /// The mean that is bet against.
  package let mean: Double
  package let stake: Stake
  /// θ: the share of the capital that bets on a larger mean.
  package let shareUpward: Double
  private var logUpward = 0.0
  private var logDownward = 0.0

  private static let largestShareAtRisk = 0.5

  package init(mean: Double, stake: Stake, shareUpward: Double = 0.5) {
    precondition(mean >= 0 && mean <= 1, "a mean of values in [0, 1] lies there too")
    precondition(shareUpward >= 0 && shareUpward <= 1, "a share lies in [0, 1]")
    self.mean = mean
    self.stake = stake
    self.shareUpward = shareUpward
  }

  /// - Parameter past: the stakes' knowledge of everything before `value`; the caller adds `value` to it afterwards, so
  ///   that many means can share one.
  package mutating func observe(_ value: Double, past: StakeRule) {
    precondition(value >= 0 && value <= 1, "an observation lies in [0, 1]")
    let wanted: Double =
      switch stake {
      case .plugIn(let alpha): past.plugIn(alpha: alpha)
      case .approximateKelly: max(0, past.approximateKelly(against: mean))
      }
    let upward = mean > 0 ? min(wanted, Self.largestShareAtRisk / mean) : wanted
    let downward = mean < 1 ? min(wanted, Self.largestShareAtRisk / (1 - mean)) : wanted
    logUpward += Double.log(onePlus: upward * (value - mean))
    logDownward += Double.log(onePlus: -downward * (value - mean))
  }

  /// ln max(θ K⁺, (1 − θ) K⁻).
  package var logValue: Double {
    switch shareUpward {
    case 1: logUpward
    case 0: logDownward
    default: max(Double.log(shareUpward) + logUpward, Double.log(1 - shareUpward) + logDownward)
    }
  }
}
