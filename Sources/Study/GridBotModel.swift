import RealModule
import Statistics

/// The trades of a grid bot as a law: often a small win, now and then a large loss, losses in clusters.
///
/// In pips. A trade wins with probability 0.65, then about ten pips (log-normal, mean 10, σ 0.3), else loses
/// (log-normal, mean 15.48, σ 0.8): a profit factor of 1.20 before the stop. Losses cluster by a Gaussian copula: the
/// normal variable that decides between win and loss has a share of its variance from a regime, an AR(1). The stop and
/// the target bound what a trade may earn or lose, as they do for a real bot, so that bets have bounds that are known
/// beforehand.
package struct GridBotModel: Hashable, Sendable {
  /// Coefficient of the regime from trade to trade; nil for independent trades.
  package var regime: Double?
  /// Largest loss of a trade in pips, its stop.
  package var stop: Double

  package static let winProbability = 0.65
  package static let regimeShare = 0.3
  /// Largest win of a trade in pips: beyond it lies less than one in ten thousand of the law's wins.
  package static let target = 30.0

  package init(regime: Double? = nil, stop: Double = 60) {
    self.regime = regime
    self.stop = stop
  }

  /// The two normal variables that make a trade of its own: win or loss, and how much.
  struct Draw {
    var outcome: Double
    var size: Double
  }

  private static let threshold = NormalDistribution.quantile(winProbability)
  private static let (winDeviation, lossDeviation) = (0.3, 0.8)
  private static let winLocation = Double.log(10) - 0.5 * winDeviation * winDeviation
  private static let lossLocation = Double.log(15.48) - 0.5 * lossDeviation * lossDeviation

  /// Pips won, or lost as a negative number, in the regime at hand.
  func result(of draw: Draw, regime state: Double) -> Double {
    let outcome =
      regime == nil
      ? draw.outcome : Self.regimeShare.squareRoot() * state + (1 - Self.regimeShare).squareRoot() * draw.outcome
    if outcome <= Self.threshold {
      return min(Self.target, .exp(Self.winLocation + Self.winDeviation * draw.size))
    }
    return -min(stop, .exp(Self.lossLocation + Self.lossDeviation * draw.size))
  }

  /// Mean win of a winning trade and mean loss of a losing one, both positive, bounds included.
  package var means: (win: Double, loss: Double) { (winMoment(1), lossMoment(1)) }

  /// Variance of a trade's result, bounds included.
  package var variance: Double {
    let (winners, losers) = (Self.winProbability, 1 - Self.winProbability)
    let mean = winners * winMoment(1) - losers * lossMoment(1)
    return winners * winMoment(2) + losers * lossMoment(2) - mean * mean
  }

  /// What a candidate with a profit factor better by a tenth gains a trade.
  package var gainOfBetter: Double {
    let step = 1.1.squareRoot()
    return Self.winProbability * means.win * (step - 1) + (1 - Self.winProbability) * means.loss * (1 - 1 / step)
  }

  private func winMoment(_ order: Double) -> Double {
    Self.moment(order, Self.winLocation, Self.winDeviation, cappedAt: Self.target)
  }

  private func lossMoment(_ order: Double) -> Double {
    Self.moment(order, Self.lossLocation, Self.lossDeviation, cappedAt: stop)
  }

  /// E min(X, c)ᵏ for ln X normal: the moment below the cap, and the cap's beyond it.
  private static func moment(
    _ order: Double, _ location: Double, _ deviation: Double, cappedAt cap: Double
  ) -> Double {
    let distance = (Double.log(cap) - location) / deviation
    let below = Double.exp(order * location + 0.5 * order * order * deviation * deviation)
    return below * NormalDistribution.cdf(distance - order * deviation)
      + .pow(cap, order) * NormalDistribution.survival(distance)
  }
}
