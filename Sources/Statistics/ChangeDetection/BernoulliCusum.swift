internal import RealModule

/// A cumulative sum over yes/no events (a lost trade, say) that rises when they become more frequent.
///
/// Each event adds ln(p₁/p₀), each non-event ln((1 − p₁)/(1 − p₀)), and the sum never falls below zero: the sequential
/// likelihood-ratio test restarted at every zero. E. S. Page, "Continuous inspection schemes", Biometrika 41, 1954;
/// Reynolds and Stoumbos, "A CUSUM chart for monitoring a proportion", Journal of Quality Technology 31, 1999.
/// The threshold follows from the false-alarm rate wanted: `BernoulliCusumRunLength`, or a bootstrap of own history.
package struct BernoulliCusum: Sendable, Hashable, Codable {
  /// The usual probability of the event, p₀.
  package let usualProbability: Double
  /// The probability to be found out, p₁.
  package let alarmingProbability: Double
  package let threshold: Double
  /// What an event adds.
  package let eventScore: Double
  /// What a non-event adds.
  package let nonEventScore: Double
  package private(set) var count = 0
  package private(set) var statistic = 0.0
  /// The number of observations since the sum last stood at zero: where the change began, if there was one.
  package private(set) var sinceZero = 0

  package init(usualProbability: Double, alarmingProbability: Double, threshold: Double) {
    precondition(
      usualProbability > 0 && usualProbability < alarmingProbability && alarmingProbability < 1,
      "the alarming probability lies above the usual one, both inside (0, 1)")
    precondition(threshold > 0 && threshold.isFinite, "a threshold is positive")
    self.usualProbability = usualProbability
    self.alarmingProbability = alarmingProbability
    self.threshold = threshold
    eventScore = Double.log(alarmingProbability / usualProbability)
    nonEventScore = Double.log((1 - alarmingProbability) / (1 - usualProbability))
  }

  package mutating func observe(_ isEvent: Bool) {
    count += 1
    statistic = max(0, statistic + (isEvent ? eventScore : nonEventScore))
    sinceZero = statistic > 0 ? sinceZero + 1 : 0
  }

  package var isAlarming: Bool { statistic >= threshold }

  /// Starts again at zero, as after an alarm that was acted upon; the count goes on.
  package mutating func restart() {
    statistic = 0
    sinceZero = 0
  }
}
