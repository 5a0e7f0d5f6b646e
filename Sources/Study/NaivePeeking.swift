package import Domain
import Statistics

/// What people do: each trade goes to one of two equal arms by the toss of a coin, and Welch's test is looked at after
/// every trade until it says that there is a difference.
package struct NaivePeeking: Sendable {
  package var bot = GridBotModel()
  /// Trades of both arms together, at the first look and at the last.
  package var looks = 100...2000

  private let critical: [Double]

  package init() {
    // Student's two-sided 5 % points by whole degrees of freedom.
    critical = (1...looks.upperBound).map { StudentT(degreesOfFreedom: Double($0)).quantile(0.975) }
  }

  /// Whether any look found a difference at the 5 % level.
  package func run(_ generator: SplitMix64) -> Bool {
    var coin = generator
    var pairs = TradePairs(
      bot, candidates: [], correlation: 1, generator: SplitMix64(seed: coin.next()))
    var arms = [RunningMoments(), RunningMoments()]
    for trade in 1...looks.upperBound {
      arms[coin.next() & 1 == 0 ? 0 : 1].observe(pairs.next())
      guard trade >= looks.lowerBound, let first = moments(arms[0]), let second = moments(arms[1]),
        let difference = WelchTest.difference(treatment: first, control: second)
      else { continue }
      let degrees = min(max(1, Int(difference.degreesOfFreedom)), critical.count)
      if abs(difference.t) > critical[degrees - 1] { return true }
    }
    return false
  }

  private func moments(_ running: RunningMoments) -> SampleMoments? {
    running.variance.map { SampleMoments(count: running.count, mean: running.mean, variance: $0) }
  }
}
