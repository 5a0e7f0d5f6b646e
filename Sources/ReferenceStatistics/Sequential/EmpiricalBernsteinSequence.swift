internal import RealModule
import Statistics

/// Bounds on the mean of observations in [0, 1] in closed form, by the predictable plug-in empirical Bernstein method.
///
/// Waudby-Smith and Ramdas 2024, theorem 2: Σλx/Σλ ± (ln(2/α) + Σ v ψ(λ)) / Σλ with ψ(λ) = −ln(1 − λ) − λ and v the
/// squared distance from the mean of the past. O(1) time and memory an observation.
package struct EmpiricalBernsteinSequence: Sendable, Hashable, Codable {
  /// The two-sided error rate.
  package let alpha: Double
  private var rule = StakeRule()
  private var plain = RunningMoments()
  private var sumOfStakes = 0.0
  private var weightedSum = 0.0
  private var lowerPenalty = 0.0
  private var upperPenalty = 0.0

  private static let largestStake = 0.5

  package init(alpha: Double) {
    precondition(alpha > 0 && alpha < 1, "an error rate lies between 0 and 1")
    self.alpha = alpha
  }

  package mutating func observe(_ value: Double) {
    precondition(value >= 0 && value <= 1, "an observation lies in [0, 1]")
    let stake = min(rule.plugIn(alpha: alpha / 2), Self.largestStake)
    let price = -Double.log(onePlus: -stake) - stake
    // Before anything is known each side guesses the end from which it measures.
    let guess = plain.count == 0 ? (0.0, 1.0) : (plain.mean, plain.mean)
    lowerPenalty += price * (value - guess.0) * (value - guess.0)
    upperPenalty += price * (value - guess.1) * (value - guess.1)
    sumOfStakes += stake
    weightedSum += stake * value
    rule.observe(value)
    plain.observe(value)
  }

  /// Within [0, 1]; nil before the first observation.
  package var interval: ClosedRange<Double>? {
    guard sumOfStakes > 0 else { return nil }
    let centre = weightedSum / sumOfStakes
    let surprise = Double.log(2 / alpha)
    let lower = max(0, centre - (surprise + lowerPenalty) / sumOfStakes)
    let upper = min(1, centre + (surprise + upperPenalty) / sumOfStakes)
    return min(lower, 1)...max(upper, lower, 0)
  }
}
