@testable import Statistics

/// The cases of the oracle `dsr_pbo`.
extension OracleRegistry {
  static let selectionHandlers: [OracleHandler] = [
    .named("dsr_paper", of: "dsr_pbo") { comparison in
      let ratio = try SharpeRatio(
        value: comparison.number("sr"), count: comparison.number("T"), skewness: comparison.number("g3"),
        kurtosis: comparison.number("g4"))
      let deflated = try DeflatedSharpeRatio(
        trials: comparison.integer("N"), varianceOverTrials: comparison.number("var_sr"))
      comparison.equal("SR0", deflated.expectedBest)
      comparison.equal("DSR", deflated.probability(of: ratio) ?? .nan)
    },
    .named("min_trl", of: "dsr_pbo") { comparison in
      let ratio = try SharpeRatio(
        value: comparison.number("sr"), count: 2, skewness: comparison.number("g3"),
        kurtosis: comparison.number("g4"))
      comparison.equal("n", ratio.minimumTrackRecord(above: try comparison.number("bench")) ?? .nan)
    },
    .named("psr_trades", of: "dsr_pbo") { comparison in
      guard let ratio = SharpeRatio(of: try comparison.numbers("pnl")) else {
        throw MissingOracleInput(key: "pnl", wanted: "list of numbers that vary")
      }
      comparison.equal("sr", ratio.value)
      comparison.equal("skew", ratio.skewness)
      comparison.equal("kurt", ratio.kurtosis)
      comparison.equal("psr0", ratio.probability(above: 0) ?? .nan)
      let deflated = DeflatedSharpeRatio(trials: 20, varianceOverTrials: 0.002)
      comparison.equal("dsr_N20_var", deflated.probability(of: ratio) ?? .nan)
    },
    .prefixed("pbo", of: "dsr_pbo") { comparison in
      let result = try BacktestOverfitting(returns: comparison.table("M"), blocks: comparison.integer("S"))
      comparison.equal("pbo", result.probability)
      comparison.equal("n_splits", Double(result.logits.count))
      comparison.equal("logits_first5", Array(result.logits.prefix(5)))
    },
  ]
}
