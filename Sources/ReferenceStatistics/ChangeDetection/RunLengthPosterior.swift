/// The probability of every possible age of the present regime of a yes/no stream.
///
/// Bayesian online change-point detection, R. P. Adams and D. J. C. MacKay, arXiv:0710.3742, with a beta prior for
/// the event probability of each regime and a constant hazard. For display and dating; it decides nothing.
/// O(longestRun) time an observation; runs longer than that are held at the longest.
package struct RunLengthPosterior: Sendable, Hashable, Codable {
  /// The chance that a regime ends with any one observation.
  package let hazard: Double
  /// The prior, in events and non-events of a new regime.
  package let priorEvents: Double
  package let priorNonEvents: Double
  /// The longest run that is told apart.
  package let longestRun: Int
  /// `probabilities[r]`: that the present regime is r observations old.
  package private(set) var probabilities = [1.0]
  /// The events among the last r observations.
  private var events = [0.0]

  package init(hazard: Double, priorEvents: Double, priorNonEvents: Double, longestRun: Int = 2000) {
    precondition(hazard > 0 && hazard < 1, "a hazard lies inside (0, 1)")
    precondition(priorEvents > 0 && priorNonEvents > 0, "a prior has weight on both sides")
    precondition(longestRun >= 1, "a run has a length")
    self.hazard = hazard
    self.priorEvents = priorEvents
    self.priorNonEvents = priorNonEvents
    self.longestRun = longestRun
    probabilities.reserveCapacity(longestRun + 2)
    events.reserveCapacity(longestRun + 2)
  }

  package mutating func observe(_ isEvent: Bool) {
    var total = 0.0
    for run in probabilities.indices {
      let chance = eventProbability(run)
      probabilities[run] *= isEvent ? chance : 1 - chance
      total += probabilities[run]
    }
    probabilities.append(0)
    events.append(0)
    for run in stride(from: probabilities.count - 1, to: 0, by: -1) {
      probabilities[run] = probabilities[run - 1] / total * (1 - hazard)
      events[run] = events[run - 1] + (isEvent ? 1 : 0)
    }
    probabilities[0] = hazard
    events[0] = 0
    holdAtLongest()
  }

  /// The most probable age of the present regime, in observations.
  package var mostProbableRun: Int {
    probabilities.indices.max { probabilities[$0] < probabilities[$1] } ?? 0
  }

  /// The probability that the present regime is younger than so many observations.
  package func probabilityOfRun(below length: Int) -> Double {
    probabilities.prefix(max(0, length)).reduce(0, +)
  }

  /// The probability of an event in the present regime, averaged over its possible ages.
  package var eventProbability: Double {
    probabilities.indices.reduce(0) { $0 + probabilities[$1] * eventProbability($1) }
  }

  private func eventProbability(_ run: Int) -> Double {
    (priorEvents + events[run]) / (priorEvents + priorNonEvents + Double(run))
  }

  /// Runs too long to be told apart count as the longest, whose events are those of its last observations.
  private mutating func holdAtLongest() {
    guard probabilities.count > longestRun + 1 else { return }
    probabilities[longestRun] += probabilities.removeLast()
    events.removeLast()
  }
}
