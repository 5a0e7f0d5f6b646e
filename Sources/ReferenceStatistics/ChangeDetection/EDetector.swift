/// Detects a raised mean with a guarantee on false alarms that needs no model of the data.
///
/// Shin, Ramdas and Rinaldo, "E-detectors: a nonparametric framework for sequential change detection", New England
/// Journal of Statistics in Data Science, 2024. For values in [0, 1] whose conditional mean is at most p₀ before the
/// change, each factor 1 + λ(x − p₀) is an e-value; a Shiryaev–Roberts (sum) or CUSUM (maximum) recursion over all
/// possible change points, averaged over several λ, alarms at 1/α with an average run length of at least 1/α.
/// Clustered events break the condition on the conditional mean, and with it the guarantee: calibrate by bootstrap.
package struct EDetector: Sendable, Hashable, Codable {
  package enum Recursion: String, Sendable, Hashable, Codable {
    /// M ← f · (M + 1).
    case shiryaevRoberts
    /// M ← f · max(M, 1).
    case cumulativeSum
  }

  package let recursion: Recursion
  /// p₀, the highest mean that is still usual.
  package let usualMean: Double
  /// The stakes λ, each in (0, 1/p₀).
  package let stakes: [Double]
  /// 1/α: alarms at this value; also the least average number of observations between false alarms.
  package let threshold: Double
  package private(set) var count = 0
  /// True once a value was outside [0, 1]: the guarantee is gone and nothing is concluded any more.
  package private(set) var isVoid = false
  private var evidence: [Double]

  /// Beyond this the evidence is held, so that it stays a number.
  private static let ceiling = 1e300

  package init(
    recursion: Recursion, usualMean: Double, stakes: [Double] = [0.2, 0.4, 0.6, 0.8, 1.0, 1.2], threshold: Double
  ) {
    precondition(usualMean > 0 && usualMean < 1, "a mean of values in [0, 1] lies inside (0, 1)")
    precondition(
      !stakes.isEmpty && stakes.allSatisfy { $0 > 0 && $0 * usualMean < 1 }, "a stake cannot lose everything")
    precondition(threshold > 1, "a threshold lies above one")
    self.recursion = recursion
    self.usualMean = usualMean
    self.stakes = stakes
    self.threshold = threshold
    evidence = Array(repeating: 0, count: stakes.count)
  }

  package mutating func observe(_ value: Double) {
    guard !isVoid else { return }
    guard value >= 0, value <= 1 else {
      isVoid = true
      return
    }
    count += 1
    for index in stakes.indices {
      let factor = 1 + stakes[index] * (value - usualMean)
      let before = recursion == .shiryaevRoberts ? evidence[index] + 1 : max(evidence[index], 1)
      evidence[index] = min(Self.ceiling, factor * before)
    }
  }

  /// The average over the stakes; 0 before the first observation.
  package var value: Double {
    evidence.reduce(0) { $0 + $1 / Double(evidence.count) }
  }

  package var isAlarming: Bool { !isVoid && value >= threshold }

  /// Starts again, as after an alarm that was acted upon; the count goes on.
  package mutating func restart() {
    for index in evidence.indices { evidence[index] = 0 }
  }
}
