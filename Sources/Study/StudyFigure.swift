import Statistics

/// A figure of a study with its 95 % interval.
package struct StudyFigure: Hashable, Sendable {
  /// Nil where it lies beyond what was simulated; so for both ends of the interval.
  package var value: Double?
  package var low: Double?
  package var high: Double?

  /// A share with the interval of Clopper and Pearson.
  package static func share(_ count: Int, of runs: Int) -> StudyFigure {
    let interval = ClopperPearsonInterval.of(successes: count, trials: runs)
    return StudyFigure(value: Double(count) / Double(runs), low: interval?.lower, high: interval?.upper)
  }

  /// A quantile of times of which some were never seen, with the distribution-free interval of the order statistics.
  ///
  /// David and Nagaraja, "Order statistics", 2003, section 7.1; the ranks are those of the normal approximation.
  package static func quantile(_ probability: Double, of times: [Int?]) -> StudyFigure {
    let seen = times.compactMap { $0 }.sorted()
    let n = Double(times.count)
    let half = NormalDistribution.quantile(0.975) * (n * probability * (1 - probability)).squareRoot()
    func at(_ rank: Double) -> Double? {
      let index = Int(rank.rounded(.up)) - 1
      return seen.indices.contains(index) ? Double(seen[index]) : nil
    }
    return StudyFigure(
      value: at(n * probability), low: at(max(1, n * probability - half)), high: at(n * probability + half + 1))
  }
}
