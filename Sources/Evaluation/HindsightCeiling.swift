package import Domain
package import GridTrading

/// The best fixed configuration within the limits, known only afterwards: what no tuner of fixed values could beat.
package struct HindsightCeiling: Hashable, Sendable, Codable {
  package let configuration: Configuration
  package let profitFactor: Double
  /// Against the configuration that the bot began with.
  package let profitFactorRatio: Double?
  /// Configurations tried.
  package let tried: Int

  private static let leastTrades = 100

  /// `nil` where no configuration made enough trades for a profit factor.
  package init?(_ replay: Replay, configuration: Configuration) {
    let candidates = FixedGrid.configurations(around: configuration, rules: replay.profile.rules)
    guard let best = FixedGrid.best(of: candidates, in: replay, leastTrades: Self.leastTrades) else { return nil }
    self.configuration = best.configuration
    profitFactor = best.profitFactor
    tried = candidates.count
    var own = TradeTally()
    for (_, closed) in replay.run(configuration).closedTrades(in: replay) { own.add(closed) }
    profitFactorRatio = own.profitFactor.known.map { best.profitFactor / $0 }
  }
}
