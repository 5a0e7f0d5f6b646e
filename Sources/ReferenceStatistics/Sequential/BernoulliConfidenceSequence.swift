internal import RealModule

/// Bounds on the probability of an event that may be looked at after every trial.
///
/// Inverts the two-sided beta-binomial mixture: Howard et al. 2021, proposition 7. `bestTime` is the number of trials at
/// which the interval is narrowest. Computed on demand in some tens of evaluations; the state is two counts.
package struct BernoulliConfidenceSequence: Sendable, Hashable, Codable {
  package let alpha: Double
  package let bestTime: Double
  package private(set) var events = 0
  package private(set) var trials = 0

  package init(alpha: Double, bestTime: Double) {
    precondition(alpha > 0 && alpha < 0.5, "an error rate lies between 0 and one half")
    precondition(bestTime > 0, "a number of trials is positive")
    self.alpha = alpha
    self.bestTime = bestTime
  }

  package mutating func observe(_ isEvent: Bool) {
    trials += 1
    events += isEvent ? 1 : 0
  }

  package mutating func observe(events: Int, trials: Int) {
    precondition(events >= 0 && events <= trials, "events are among the trials")
    self.events += events
    self.trials += trials
  }

  /// Nil before the first trial.
  package var interval: ClosedRange<Double>? {
    guard trials > 0 else { return nil }
    let share = Double(events) / Double(trials)
    let lower = events == 0 ? 0 : RootFinding.increasing(from: 0, to: share) { -excess(at: $0) }
    let upper = events == trials ? 1 : RootFinding.increasing(from: share, to: 1) { excess(at: $0) }
    return lower...max(lower, upper)
  }

  /// How far the evidence against this probability lies above what rejects it.
  private func excess(at probability: Double) -> Double {
    // A probability of 0 or 1 is refuted by the first trial that went the other way.
    guard probability > 0, probability < 1 else { return 1e3 }
    let variance = probability * (1 - probability)
    let mixture = BetaBinomialMixture(
      sides: .both, below: probability, above: 1 - probability, bestTime: variance * bestTime, bestAlpha: alpha)
    let sum = Double(events) - probability * Double(trials)
    return mixture.logEValue(sum: sum, intrinsicTime: variance * Double(trials)) + Double.log(alpha)
  }
}
