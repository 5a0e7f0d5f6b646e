package import Domain
package import GridTrading

/// The fixed configurations within the drift limit: spacing, target and stop in five steps each.
enum FixedGrid {
  static let shares = [700, 850, 1000, 1150, 1300]

  static func configurations(around centre: Configuration, rules: ParameterRules) -> [Configuration] {
    values(centre, .gridSpacing, rules).flatMap { spacing in
      values(spacing, .takeProfit, rules).flatMap { values($0, .stopLoss, rules) }
    }
  }

  private static func values(_ base: Configuration, _ parameter: Parameter, _ rules: ParameterRules) -> [Configuration]
  {
    guard let centre = base[parameter].quanta, let rule = rules[parameter] else { return [base] }
    var found: [Configuration] = []
    for share in shares {
      let quanta = min(max(centre * share / 1000, rule.lowest), rule.highest)
      guard let value = base[parameter].with(quanta: quanta), let next = base.replacing(parameter, with: value),
        !found.contains(next)
      else { continue }
      found.append(next)
    }
    return found
  }

  /// The configuration with the highest profit factor; `nil` where none has one.
  ///
  /// - Parameter leastTrades: with fewer closed trades a profit factor is luck and does not count.
  static func best(of configurations: [Configuration], in replay: Replay, leastTrades: Int) -> Found? {
    var best: Found?
    for result in replay.run(configurations) {
      var tally = TradeTally()
      for (_, closed) in result.closedTrades(in: replay) { tally.add(closed) }
      guard tally.trades >= leastTrades, let factor = tally.profitFactor.known, factor > (best?.profitFactor ?? -1)
      else { continue }
      best = Found(configuration: result.configuration, profitFactor: factor)
    }
    return best
  }

  struct Found: Hashable, Sendable {
    var configuration: Configuration
    var profitFactor: Double
  }
}

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
