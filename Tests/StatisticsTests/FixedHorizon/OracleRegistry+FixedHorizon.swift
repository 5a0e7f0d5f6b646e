import Domain
import Testing

@testable import ReferenceStatistics
@testable import Statistics

/// Handlers of `fixed_horizon`: tests with a sample size fixed beforehand.
extension OracleRegistry {
  private static let oracle = "fixed_horizon"

  static let fixedHorizonHandlers: [OracleHandler] = meanHandlers + rankHandlers + countHandlers + shapeHandlers

  private static let meanHandlers: [OracleHandler] = [
    .named("welch_t", of: oracle) { check in
      let result = try #require(
        WelchTest.difference(treatment: try check.numbers("b"), control: try check.numbers("a")))
      check.equal("t", result.t)
      check.equal("df", result.degreesOfFreedom)
      check.equal("p_two", result.twoSidedP)
      check.equal("p_greater", result.greaterP)
      check.equal("ci95_diff", result.interval().ends)
    },
    .named("paired_t", of: oracle) { check in
      let result = try #require(
        PairedTest.difference(treatment: try check.numbers("b"), control: try check.numbers("a")))
      check.equal("t", result.t)
      check.equal("df", result.degreesOfFreedom)
      check.equal("p_two", result.twoSidedP)
      check.equal("ci95", result.interval().ends)
    },
    .named("noninferiority_paired", of: oracle) { check in
      let result = try #require(
        PairedTest.nonInferiority(try check.numbers("d"), margin: try check.number("margin")))
      check.equal("t", result.t)
      check.equal("p", result.greaterP)
    },
    .named("profit_factor_delta", of: oracle) { check in
      let result = try #require(ProfitFactor(results: try check.numbers("a")))
      check.equal("pf", result.value)
      check.equal("se", result.standardError)
      check.equal("ci95_lin", result.linearInterval().ends)
      check.equal("ci95_log", result.deltaInterval().ends)
    },
    .named("iid_bootstrap_percentile", of: oracle) { check in
      let values = try check.numbers("a")
      // The oracle takes each word of SplitMix64 modulo the size of the sample.
      var generator = SplitMix64(seed: UInt64(try check.integer("indices_seed")))
      let rows = (0..<(try check.integer("n_boot"))).map { _ in
        values.map { _ in Int(generator.next() % UInt64(values.count)) }
      }
      check.require(rows[0].map(Double.init) == (try check.numbers("first_row")), "the first row of indices")
      let means = PercentileBootstrap.replicates(values, indices: rows) { $0.reduce(0, +) / Double($0.count) }
      let factors = PercentileBootstrap.replicates(values, indices: rows) { ProfitFactor.value(of: $0) ?? .nan }
      check.equal("mean_ci", try #require(BootstrapInterval.percentile(means)).ends)
      check.equal("pf_ci", try #require(BootstrapInterval.percentile(factors)).ends)
      check.equal("pf", try #require(ProfitFactor.value(of: values)))
    },
  ]

  private static let rankHandlers: [OracleHandler] = [
    .prefixed("mannwhitney_asymptotic", of: oracle) { check in
      let test = try #require(
        MannWhitneyTest(treatment: try check.numbers("b"), control: try check.numbers("a")))
      check.equal("U_b", test.u)
      let corrected = check.oracleCase.call.contains("use_continuity=True")
      check.equal("p", test.asymptoticP(continuityCorrection: corrected))
      check.equal("cles", test.probabilityOfSuperiority)
    },
    .named("mannwhitney_exact", of: oracle) { check in
      let test = try #require(
        MannWhitneyTest(treatment: try check.numbers("x"), control: try check.numbers("y")))
      check.equal("U", test.u)
      check.equal("p", test.exactP())
    },
    .named("hodges_lehmann", of: oracle) { check in
      check.equal(
        "hl", try #require(HodgesLehmann.shift(treatment: try check.numbers("b"), control: try check.numbers("a"))))
    },
    .named("wilcoxon_signed_rank", of: oracle) { check in
      let test = try #require(WilcoxonSignedRank(try check.numbers("d")))
      check.equal("W", test.statistic)
      check.equal("p", test.asymptoticP)
      check.equal("z", test.z)
    },
    .named("ks_2samp", of: oracle) { check in
      let test = try #require(KolmogorovSmirnovTest(try check.numbers("b"), try check.numbers("a")))
      check.equal("D", test.distance)
      check.equal("p", test.p)
    },
  ]

  private static let countHandlers: [OracleHandler] = [
    .named("fisher_chi2", of: oracle) { check in
      let rows = try check.table("table").map { $0.map { Int($0) } }
      let table = TwoByTwoTable(rows[0][0], rows[0][1], rows[1][0], rows[1][1])
      let test = FisherExactTest(table)
      let pearson = try #require(table.chiSquare)
      check.equal("odds", table.oddsRatio)
      check.equal("p_two", test.twoSidedP)
      check.equal("p_greater", test.greaterP)
      check.equal("chi2", pearson.statistic)
      check.equal("chi2_p", pearson.p)
    },
    .named("srm_chisquare", of: oracle) { check in
      let counts = try check.numbers("obs").map { Int($0) }
      let test = try #require(SampleRatioMismatch(counts: counts, weights: try check.numbers("weights")))
      check.equal("chi2", test.statistic)
      check.equal("p", test.p)
    },
    .named("beta_binomial_ab", of: oracle) { check in
      let a = BetaPosterior(successes: try check.integer("sa"), trials: try check.integer("na"))
      let b = BetaPosterior(successes: try check.integer("sb"), trials: try check.integer("nb"))
      let comparison = BetaBinomialComparison(control: a, treatment: b)
      check.equal("prob_b_beats_a", comparison.probabilityTreatmentWins)
      check.equal("expected_loss_choosing_b", comparison.expectedLossOfTreatment)
      check.equal("post_mean_a", a.mean)
      check.equal("post_mean_b", b.mean)
      check.equal("ci95_b", b.credibleInterval().ends)
    },
    .named("wilson_and_clopper", of: oracle) { check in
      let (k, n) = (try check.integer("k"), try check.integer("n"))
      check.equal("wilson", try #require(WilsonInterval.of(successes: k, trials: n)).ends)
      check.equal(
        "wilsoncc", try #require(WilsonInterval.of(successes: k, trials: n, continuityCorrection: true)).ends)
      check.equal("exact", try #require(ClopperPearsonInterval.of(successes: k, trials: n)).ends)
    },
  ]

  private static let shapeHandlers: [OracleHandler] = [
    .named("robust", of: oracle) { check in
      let values = try check.numbers("a")
      let shape = try #require(Shape(values))
      check.equal("winsorized_mean_5pct", try #require(RobustMean.winsorized(values, fraction: 0.05)))
      check.equal("trim_mean_10", try #require(RobustMean.trimmed(values, fraction: 0.1)))
      check.equal("skew", shape.skewness)
      check.equal("skew_unbiased", try #require(shape.unbiasedSkewness))
      check.equal("kurt_pearson", shape.kurtosis)
      check.equal("kurt_excess_unbiased", try #require(shape.unbiasedExcessKurtosis))
      check.equal("q25_linear", try #require(Quantile.linear(values, 0.25)))
      check.equal("q75_linear", try #require(Quantile.linear(values, 0.75)))
      check.equal("median", try #require(Quantile.median(values)))
    }
  ]
}

extension ConfidenceInterval {
  var ends: [Double] { [lower, upper] }
}
