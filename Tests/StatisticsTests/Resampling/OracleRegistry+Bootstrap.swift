import Testing

@testable import ReferenceStatistics
@testable import Statistics

/// Handlers of `arch_bootstrap`. Its resamples come from numpy's generator, which is drawn again here.
extension OracleRegistry {
  private static let oracle = "arch_bootstrap"

  static let bootstrapHandlers: [OracleHandler] = seriesHandlers + intervalHandlers + predictiveAbilityHandlers

  private static let seriesHandlers: [OracleHandler] = [
    .named("optimal_block_length", of: oracle) { check in
      let length = try #require(politisWhiteBlockLength(try series(check)))
      check.equal("stationary", length.stationary)
      check.equal("circular", length.circular)
    },
    .named("stationary_index_rule", of: oracle) { check in
      let indices = StationaryBootstrap.indices(
        starts: try check.numbers("start").map { Int($0) }, uniforms: try check.numbers("u"),
        probability: try check.number("p"))
      check.equal("idx", indices.map(Double.init))
    },
    .named("stationary_exact_var_mean", of: oracle) { check in
      let values = try series(check)
      let errors = try check.numbers("p").map { p in
        try #require(StationaryBootstrap(meanBlock: 1 / p).varianceOfMean(values)).squareRoot()
      }
      check.equal("se", errors)
    },
    .named("newey_west_lrv", of: oracle) { check in
      let values = try series(check)
      check.equal("L", Double(LongRunVariance.automaticLags(count: values.count)))
      check.equal("lrv", try #require(LongRunVariance.neweyWest(values)))
    },
  ]

  private static let intervalHandlers: [OracleHandler] = [
    .prefixed("stationary_seed", of: oracle) { check in
      let values = try series(check)
      let replicates = try meanReplicates(check, values: values, resamples: 2000)
      let moments = try #require(SampleMoments(replicates))
      check.equal("mean", moments.mean)
      check.equal("se", moments.variance.squareRoot())
      check.equal("q025", try #require(Quantile.linear(replicates, 0.025)))
      check.equal("q975", try #require(Quantile.linear(replicates, 0.975)))
    },
    .named("conf_int_percentile", of: oracle) { check in
      let replicates = try meanReplicates(check, values: try series(check), resamples: 1000)
      check.equal("ci", try #require(BootstrapInterval.percentile(replicates)).ends)
    },
    .named("conf_int_basic", of: oracle) { check in
      let values = try series(check)
      let replicates = try meanReplicates(check, values: values, resamples: 1000)
      check.equal("ci", try #require(BootstrapInterval.basic(estimate: mean(values), replicates)).ends)
    },
    .named("conf_int_bca", of: oracle) { check in
      let values = try series(check)
      let replicates = try meanReplicates(check, values: values, resamples: 1000)
      let jackknife = BootstrapInterval.jackknife(values, statistic: mean)
      check.equal(
        "ci", try #require(BootstrapInterval.bca(estimate: mean(values), replicates, jackknife: jackknife)).ends)
    },
    .named("conf_int_studentized", of: oracle) { check in
      let values = try series(check)
      let bootstrap = try stationary(check)
      var generator = try seededGenerator(check)
      var means: [Double] = []
      var studentized: [Double] = []
      for _ in 0..<1000 {
        let resample = drawnRow(count: values.count, bootstrap, &generator).map { values[$0] }
        // The oracle's standard error of a resample is that of independent observations.
        let error = try #require(SampleMoments(resample)).squaredError.squareRoot()
        means.append(mean(resample))
        studentized.append((mean(resample) - mean(values)) / error)
      }
      // The scale of the interval is the spread of the replicates, divided by their number.
      let spread = try #require(SampleMoments(means)).variance * Double(means.count - 1) / Double(means.count)
      let interval = try #require(
        BootstrapInterval.studentized(
          estimate: mean(values), standardError: spread.squareRoot(), studentized: studentized))
      check.equal("ci", interval.ends)
    },
  ]

  private static let predictiveAbilityHandlers: [OracleHandler] = [
    .prefixed("hansen_spa", of: oracle) { check in
      let test = try predictiveAbility(check, candidates: try check.table("candidates_pnl"))
      check.equal(
        "pvalues",
        .record([
          "lower": .number(test.p(.lower)), "consistent": .number(test.p(.consistent)),
          "upper": .number(test.p(.upper)),
        ]))
    },
    .named("stepm", of: oracle) { check in
      let candidates = try #require(check.file.first(named: "hansen_spa")?.inputs["candidates_pnl"]?.table)
      let test = try predictiveAbility(check, candidates: candidates)
      let level = number(after: "size=", in: check.oracleCase.call) ?? 0.05
      check.equal("superior", test.superior(alpha: level).map(Double.init))
    },
  ]

  /// The oracle compares raw mean advantages, without dividing by their standard errors.
  private static func predictiveAbility(
    _ check: OracleComparison, candidates rows: [[Double]]
  ) throws -> SuperiorPredictiveAbility {
    let benchmark = try series(check)
    let advantages = try #require(rows.first).indices.map { column in
      zip(rows, benchmark).map { $0[column] - $1 }
    }
    var generator = try seededGenerator(check, defaultSeed: 3)
    let block = number(after: "block_size=", in: check.oracleCase.call) ?? 5
    let resamples = Int(number(after: "reps=", in: check.oracleCase.call) ?? 2000)
    let bootstrap = StationaryBootstrap(meanBlock: block)
    let indices = (0..<resamples).map { _ in drawnRow(count: benchmark.count, bootstrap, &generator) }
    return SuperiorPredictiveAbility(advantages: advantages, indices: indices, meanBlock: block, studentized: false)
  }

  // MARK: Resamples

  /// The series of the first case, or this case's own.
  private static func series(_ check: OracleComparison) throws -> [Double] {
    if let own = check.oracleCase.inputs["x"]?.numbers { return own }
    return try check.numbers("x", ofCase: "optimal_block_length")
  }

  private static func mean(_ values: [Double]) -> Double {
    values.reduce(0, +) / Double(values.count)
  }

  /// `StationaryBootstrap(block, …)`.
  private static func stationary(_ check: OracleComparison) throws -> StationaryBootstrap {
    StationaryBootstrap(meanBlock: try #require(number(after: "StationaryBootstrap(", in: check.oracleCase.call)))
  }

  /// `default_rng(seed)`.
  private static func seededGenerator(_ check: OracleComparison, defaultSeed: Double? = nil) throws -> NumpyGenerator {
    let seed = number(after: "default_rng(", in: check.oracleCase.call) ?? defaultSeed
    return NumpyGenerator(seed: UInt32(try #require(seed)))
  }

  /// All starts first, then all uniforms, as the oracle draws them.
  private static func drawnRow(
    count: Int, _ bootstrap: StationaryBootstrap, _ generator: inout NumpyGenerator
  ) -> [Int] {
    let starts = (0..<count).map { _ in generator.integer(below: UInt32(count)) }
    let uniforms = (0..<count).map { _ in generator.unit() }
    return StationaryBootstrap.indices(
      starts: starts, uniforms: uniforms, probability: bootstrap.restartProbability)
  }

  private static func meanReplicates(
    _ check: OracleComparison, values: [Double], resamples: Int
  ) throws -> [Double] {
    let bootstrap = try stationary(check)
    var generator = try seededGenerator(check)
    return (0..<resamples).map { _ in mean(drawnRow(count: values.count, bootstrap, &generator).map { values[$0] }) }
  }
}
