import Testing

@testable import ReferenceStatistics
@testable import Statistics

/// Handlers of the cases of `gbstats` that look once at the data.
extension OracleRegistry {
  private static let oracle = "gbstats"
  /// The case whose two samples the others share.
  private static let source = "two_sided_absolute"

  static let growthBookHandlers: [OracleHandler] = [
    .named("two_sided_absolute", of: oracle) { check in
      let (treatment, control) = try samples(check)
      let result = try #require(WelchTest.difference(treatment: treatment, control: control))
      compare(result, &check)
    },
    .named("two_sided_relative", of: oracle) { check in
      let (treatment, control) = try samples(check)
      let result = try #require(WelchTest.relativeLift(treatment: treatment, control: control))
      compare(result, &check)
    },
    .named("one_sided_greater", of: oracle) { check in
      let (treatment, control) = try samples(check)
      let result = try #require(WelchTest.difference(treatment: treatment, control: control))
      check.equal("expected", result.value)
      check.equal("stddev", result.standardError)
      check.equal("p", result.greaterP)
      check.equal("ci", [result.lowerBound(), .infinity])
    },
    .named("proportion_relative", of: oracle) { check in
      func moments(_ key: String) throws -> SampleMoments {
        let pair = try check.numbers(key)
        return SampleMoments(successes: Int(pair[1]), trials: Int(pair[0]))
      }
      let result = try #require(WelchTest.relativeLift(treatment: try moments("b"), control: try moments("a")))
      compare(result, &check)
    },
    .named("ratio_delta", of: oracle) { check in
      let a = try #require(
        RatioMetric.moments(
          numerator: try check.numbers("a", ofCase: source), denominator: try check.numbers("lots_a")))
      let b = try #require(
        RatioMetric.moments(
          numerator: try check.numbers("b", ofCase: source), denominator: try check.numbers("lots_b")))
      check.equal("mean_a", a.mean)
      check.equal("var_a", a.variance)
      check.equal("mean_b", b.mean)
      check.equal("var_b", b.variance)
      compare(try #require(WelchTest.difference(treatment: b, control: a)), &check)
    },
    .named("cuped", of: oracle) { check in
      let result = try #require(
        CupedAdjustment.difference(
          treatment: try check.numbers("b", ofCase: source), treatmentCovariate: try check.numbers("xb"),
          control: try check.numbers("a", ofCase: source), controlCovariate: try check.numbers("xa")))
      check.equal("theta", result.adjustment.theta)
      compare(result.estimate, &check)
    },
    .prefixed("bayes_", of: oracle) { check in
      let (treatment, control) = try samples(check)
      let lift = try #require(WelchTest.relativeLift(treatment: treatment, control: control))
      let posterior = try #require(belief(of: lift, caseName: check.oracleCase.name))
      check.equal("chance_to_win", posterior.chanceToWin)
      check.equal("expected", posterior.mean)
      check.equal("ci", posterior.credibleInterval().ends)
      check.equal("risk", [posterior.lossOfKeepingControl, posterior.lossOfTakingTreatment])
    },
    .named("srm", of: oracle) { check in
      let counts = try check.numbers("users").map { Int($0) }
      check.equal("p", try #require(SampleRatioMismatch(counts: counts, weights: try check.numbers("weights"))).p)
    },
  ]

  /// The samples of this case, or those of the case that it is the same as.
  private static func samples(_ check: OracleComparison) throws -> (SampleMoments, SampleMoments) {
    let name = check.oracleCase.inputs["same_as"]?.text
    let a = try name.map { try check.numbers("a", ofCase: $0) } ?? check.numbers("a")
    let b = try name.map { try check.numbers("b", ofCase: $0) } ?? check.numbers("b")
    return (try #require(SampleMoments(b)), try #require(SampleMoments(a)))
  }

  private static func compare(_ result: MeanEstimate, _ check: inout OracleComparison) {
    check.equal("expected", result.value)
    check.equal("stddev", result.standardError)
    check.equal("p", result.twoSidedP)
    check.equal("ci", result.interval().ends)
  }

  /// The prior is in the name: `bayes_flat`, or `bayes_N(mean,deviation^2)`.
  private static func belief(of lift: MeanEstimate, caseName: String) -> NormalPosterior? {
    if caseName == "bayes_flat" {
      return NormalPosterior(estimate: lift.value, standardError: lift.standardError)
    }
    let numbers = caseName.drop { $0 != "(" }.dropFirst().prefix { $0 != "^" }.split(separator: ",")
    guard numbers.count == 2, let mean = Double(numbers[0]), let deviation = Double(numbers[1]) else { return nil }
    return NormalPosterior(
      estimate: lift.value, standardError: lift.standardError, priorMean: mean, priorDeviation: deviation)
  }
}
