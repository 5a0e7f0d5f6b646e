package import Domain
import ExperimentEngine

/// One kind of experiment to simulate.
package struct SimulatedExperiment: Hashable, Sendable {
  package var bot: GridBotModel
  package var candidates: [CandidateModel]
  /// Share of the trades that an arm has in common with the incumbent.
  package var correlation: Double
  /// α_t of the experiment.
  package var level: Double
  /// Trades of the incumbent after which the simulation ends. Beyond the last block that a real experiment may take, and
  /// with futility passed over, so that false promotions are counted that a real one would not have lived to see.
  package var horizon: Int

  package init(
    bot: GridBotModel, candidates: [CandidateModel], correlation: Double, level: Double, horizon: Int
  ) {
    self.bot = bot
    self.candidates = candidates
    self.correlation = correlation
    self.level = level
    self.horizon = horizon
  }

  /// How one of them ended.
  package struct Outcome: Hashable, Sendable {
    /// Trades of the incumbent at the first promotion, had futility not ended it before.
    package var promotedAt: Int?
    package var winner: Int?
    /// Whether the rule promoted before it gave up and within the blocks that an experiment may take.
    package var isPromotedInTime = false
    /// Trades of the incumbent when the rule first ended the experiment, either way.
    package var endedAt: Int?
    package var trades = 0
  }

  /// Plays one, through the comparison and the rule that the live engine uses.
  package func run(_ generator: SplitMix64) -> Outcome {
    let rule = PromotionRule(level: level)
    let share = level / Double(candidates.count)
    var comparison = PairedComparison(candidates: candidates.count, alpha: share, plan: .init(), open: 0)
    var pairs = TradePairs(bot, candidates: candidates, correlation: correlation, generator: generator)
    let bounds = pairs.bounds
    let worstCaseRises = candidates.map { _ in false }
    var old = Money.zero
    var new = candidates.map { _ in Money.zero }
    var outcome = Outcome()
    while outcome.trades < horizon {
      let profit = Money(pips: pairs.next())
      old = old + profit
      outcome.trades += 1
      for index in new.indices {
        let own = Money(pips: pairs.candidates[index])
        new[index] = new[index] + own
        comparison.close(index, own)
        comparison.settle(index, new[index] - old, within: bounds[index])
      }
      comparison.closeIncumbent(profit)
      guard comparison.endTrade(old, open: Int64(outcome.trades)) else { continue }
      switch rule.judge(comparison, worstCaseRises: worstCaseRises, fidelity: .faithful) {
      case .open: continue
      case .promoted(let winner):
        outcome.promotedAt = outcome.trades
        outcome.winner = winner
        outcome.isPromotedInTime = outcome.endedAt == nil && comparison.blocks <= rule.mostBlocks
        outcome.endedAt = outcome.endedAt ?? outcome.trades
        return outcome
      case .rejected, .inconclusive: outcome.endedAt = outcome.endedAt ?? outcome.trades
      }
    }
    return outcome
  }
}

extension Money {
  /// A pip taken for a unit of money.
  fileprivate init(pips: Double) { self.init(micros: Int64((pips * 1e6).rounded())) }
}
