internal import RealModule

/// Evidence that a bounded difference is positive on average, valid at any time and for any shape of its tails.
///
/// A gambler who starts with one unit stakes on each observation being positive. Under the null, "given the past the
/// mean is at most zero", the capital cannot grow in expectation, so it exceeds 1/α at any time ever with chance at
/// most α (Ville). Waudby-Smith and Ramdas, "Estimating means of bounded random variables by betting", JRSS B 86,
/// 2024, sections 4 and B.
///
/// Each observation x comes with bounds [−L, U] that were known *before* it; they may differ from one to the next. In
/// units of the width, z = x / (L + U), the stake is
///
///     λ = clip( μ̂ / q̂, 0, 0.9 / m ),   m = L / (L + U),   K ← K · (1 + λ z)
///
/// where μ̂ is the mean of the past z together with 20 pseudo-observations at zero, and q̂ their second moment with one
/// pseudo-observation of a tenth of the width, so that luck with the first few does not set the stake. Only the past
/// enters λ, and any such stake keeps the guarantee; the cap keeps a tenth of the capital through the worst loss.
/// Nothing is ever clipped: an observation outside its bounds proves that the bounds were wrong, and voids the process.
/// O(1) time and memory an observation.
package struct BettingEProcess: Sendable, Hashable, Codable {
  /// What the gambler stakes on.
  package enum Alternative: String, Sendable, Hashable, Codable {
    /// The mean is above zero; the null is a mean of at most zero.
    case gain
    /// The mean is below zero; the null is a mean of at least zero.
    case harm
  }

  package let alternative: Alternative
  package private(set) var count = 0
  /// The logarithm of the capital; 0 before the first observation; where it stood, once void.
  package private(set) var logEValue = 0.0
  /// True after an observation outside its bounds or not finite, or bounds that do not contain zero.
  package private(set) var isVoid = false

  private var sum = 0.0
  private var sumOfSquares = 0.0

  private static let pseudoObservations = 20.0
  private static let pseudoSecondMoment = 0.01
  private static let largestShareAtRisk = 0.9

  package init(alternative: Alternative = .gain) {
    self.alternative = alternative
  }

  /// Settles one bet.
  ///
  /// - Parameters:
  ///   - value: the observed difference, in any unit.
  ///   - bounds: what it could have been at most and at least, known beforehand, in the same unit; contains zero.
  package mutating func observe(_ value: Double, within bounds: ClosedRange<Double>) {
    guard !isVoid else { return }
    guard bounds.contains(value), bounds.contains(0) else {
      isVoid = true
      return
    }
    let width = bounds.upperBound - bounds.lowerBound
    guard width.isFinite else {
      isVoid = true
      return
    }
    count += 1
    // Nothing could happen and nothing did: neither evidence nor experience.
    guard width > 0 else { return }
    let scaled = (alternative == .gain ? value : -value) / width
    let worst = (alternative == .gain ? -bounds.lowerBound : bounds.upperBound) / width
    logEValue += Double.log(onePlus: stake(worstLoss: worst) * scaled)
    sum += scaled
    sumOfSquares += scaled * scaled
    staked += 1
  }

  /// True when the evidence at this moment suffices at error rate `alpha`; never when void.
  package func rejects(at alpha: Double) -> Bool {
    precondition(alpha > 0 && alpha < 1, "an error rate lies between 0 and 1")
    return !isVoid && logEValue >= -Double.log(alpha)
  }

  /// The observations whose bounds left something to bet on.
  package private(set) var staked = 0

  private func stake(worstLoss: Double) -> Double {
    let mean = sum / (Double(staked) + Self.pseudoObservations)
    let secondMoment = (sumOfSquares + Self.pseudoSecondMoment) / Double(staked + 1)
    let wanted = max(0, mean / secondMoment)
    return worstLoss > 0 ? min(wanted, Self.largestShareAtRisk / worstLoss) : wanted
  }
}
