import RealModule

@testable import ReferenceStatistics

/// The cases of the oracle `confseq`.
extension OracleRegistry {
  static let confidenceSequenceHandlers: [OracleHandler] = [
    .prefixed("normal_mixture_bound", of: "confseq") { comparison in
      let mixture = normalMixture(comparison)
      let bounds = try comparison.numbers("v").map { mixture.bound(intrinsicTime: $0, alpha: 0.05) }
      comparison.equal("bound", bounds)
    },
    .prefixed("normal_log_mixture", of: "confseq") { comparison in
      let mixture = normalMixture(comparison)
      let pairs = try zip(comparison.numbers("s"), comparison.numbers("v"))
      comparison.equal("log_e", pairs.map { mixture.logEValue(sum: $0, intrinsicTime: $1) })
    },
    .named("gamma_exponential_mixture_bound", of: "confseq") { comparison in
      let mixture = GammaExponentialMixture(scale: try comparison.number("c"), bestTime: 500, bestAlpha: 0.05)
      let bounds = try comparison.numbers("v").map { mixture.bound(intrinsicTime: $0, alpha: 0.05) }
      comparison.equal("bound", bounds)
    },
    .named("gamma_exponential_log_mixture", of: "confseq") { comparison in
      let mixture = GammaExponentialMixture(scale: 2, bestTime: 500, bestAlpha: 0.05)
      comparison.equal("log_e", try comparison.numbers("s").map { mixture.logEValue(sum: $0, intrinsicTime: 100) })
    },
    .named("beta_binomial_mixture_bound", of: "confseq") { comparison in
      let mixture = BetaBinomialMixture(sides: .upper, below: 0.65, above: 0.35, bestTime: 100, bestAlpha: 0.05)
      let bounds = try comparison.numbers("v").map { mixture.bound(intrinsicTime: $0, alpha: 0.05) }
      comparison.equal("bound", bounds)
    },
    .named("poly_stitching_bound", of: "confseq") { comparison in
      let boundary = PolynomialStitching(firstTime: 10)
      let bounds = try comparison.numbers("v").map { boundary.bound(intrinsicTime: $0, alpha: 0.05) }
      comparison.equal("bound", bounds)
    },
    .named("bernoulli_ci", of: "confseq") { comparison in
      let intervals = try comparison.table("k_n").map { pair in
        var sequence = BernoulliConfidenceSequence(alpha: 0.05, bestTime: 200)
        sequence.observe(events: Int(pair[0]), trials: Int(pair[1]))
        return bounds(sequence.interval)
      }
      comparison.equal("ci", .list(intervals))
    },
    .named("hedged_betting_cs", of: "confseq") { comparison in
      var sequence = BettingConfidenceSequence(alpha: 0.05)
      let path = try bounded(comparison).map { value in
        sequence.observe(value)
        return bounds(sequence.interval)
      }
      comparison.equal("ci", try looks(comparison, path))
    },
    .named("betting_cs", of: "confseq") { comparison in
      var sequence = BettingConfidenceSequence(alpha: 0.05, keepsNarrowest: false)
      let path = try bounded(comparison).map { value in
        sequence.observe(value)
        return bounds(sequence.interval)
      }
      comparison.equal("ci", try looks(comparison, path))
    },
    .named("lambda_predmix_eb", of: "confseq") { comparison in
      var rule = StakeRule()
      let stakes = try bounded(comparison).map { value in
        defer { rule.observe(value) }
        return rule.plugIn(alpha: 0.025)
      }
      comparison.equal("lambda_first10", Array(stakes.prefix(10)))
      comparison.equal("lambda_at_t", [10, 50, 100, 200, 300].map { stakes[$0 - 1] })
    },
    .prefixed("betting_mart_m", of: "confseq") { comparison in
      let mean = try comparison.number("m")
      try compareCapital(&comparison, HedgedCapital(mean: mean, stake: .plugIn(alpha: 0.025)))
    },
    .named("betting_mart_onesided_aKelly", of: "confseq") { comparison in
      let mean = try comparison.number("m")
      try compareCapital(&comparison, HedgedCapital(mean: mean, stake: .approximateKelly, shareUpward: 1))
    },
    .named("predmix_empbern", of: "confseq") { comparison in
      var sequence = EmpiricalBernsteinSequence(alpha: 0.05)
      let path = try bounded(comparison).map { value in
        sequence.observe(value)
        return bounds(sequence.interval)
      }
      comparison.equal("ci", try looks(comparison, path))
    },
    .named("conjmix_empbern", of: "confseq") { comparison in
      // The implementation halves the error rate twice, so its 0.05 is ours at 0.025.
      let bestTime = try comparison.number("v_opt")
      try compareMixture(
        &comparison, MixtureSequence(method: .empiricalBernstein, alpha: 0.025, bestTime: bestTime))
    },
    .named("conjmix_hoeffding", of: "confseq") { comparison in
      try compareMixture(&comparison, MixtureSequence(method: .hoeffding, alpha: 0.05, bestTime: 75))
    },
    .named("quantile_ab_p", of: "confseq") { comparison in
      let (a, b) = try (comparison.numbers("a"), comparison.numbers("b"))
      let pValues = try comparison.numbers("p").map {
        QuantileComparison(probability: $0, bestTime: 100).pValue(a, b) ?? .nan
      }
      comparison.equal("p_value", pValues)
    },
  ]

  private static func normalMixture(_ comparison: OracleComparison) -> NormalMixture {
    let isOneSided = comparison.oracleCase.name.hasSuffix("oneTrue")
    return NormalMixture(sides: isOneSided ? .upper : .both, bestTime: 500, bestAlpha: 0.05)
  }

  private static func bounded(_ comparison: OracleComparison) throws -> [Double] {
    try comparison.numbers("x", ofCase: "hedged_betting_cs")
  }

  private static func bounds(_ interval: ClosedRange<Double>?) -> OracleValue {
    .numbers([interval?.lowerBound ?? .nan, interval?.upperBound ?? .nan])
  }

  private static func looks(_ comparison: OracleComparison, _ path: [OracleValue]) throws -> OracleValue {
    .list(try comparison.numbers("t").map { path[Int($0) - 1] })
  }

  private static func compareCapital(_ comparison: inout OracleComparison, _ start: HedgedCapital) throws {
    var capital = start
    var past = StakeRule()
    let path = try bounded(comparison).map { value in
      capital.observe(value, past: past)
      past.observe(value)
      return OracleValue.number(.exp(capital.logValue))
    }
    comparison.equal("capital", try looks(comparison, path))
  }

  private static func compareMixture(_ comparison: inout OracleComparison, _ start: MixtureSequence) throws {
    var sequence = start
    let path = try bounded(comparison).map { value in
      sequence.observe(value)
      return sequence
    }
    let intervals = try comparison.numbers("t").map { bounds(path[Int($0) - 1].interval) }
    comparison.equal("ci", .list(intervals))
  }
}
