@testable import ReferenceStatistics
@testable import Statistics

/// Handlers of the special functions in `fixed_horizon`.
extension OracleRegistry {
  static let specialFunctionHandlers: [OracleHandler] = [
    .named("norm", of: "fixed_horizon") { check in
      let x = try check.numbers("x")
      check.equal("cdf", x.map(NormalDistribution.cdf), tolerance: 1e-12)
      check.equal("logcdf", x.map(NormalDistribution.logCDF), tolerance: 1e-12)
      check.equal("ppf", try check.numbers("p").map(NormalDistribution.quantile), tolerance: 1e-12)
    },
    .named("student_t", of: "fixed_horizon") { check in
      let x = try check.numbers("x")
      let distributions = try check.numbers("df").map { StudentT(degreesOfFreedom: $0) }
      let rows = distributions.map { distribution in
        OracleValue.list(x.map { .number(distribution.cdf($0)) })
      }
      check.equal("cdf", .list(rows), tolerance: 1e-12)
      check.equal("ppf975", distributions.map { $0.quantile(0.975) }, tolerance: 1e-11)
    },
    .named("beta_inc", of: "fixed_horizon") { check in
      let rows = try check.table("abx")
      check.equal("I", rows.map { IncompleteBeta.regularized($0[2], a: $0[0], b: $0[1]) }, tolerance: 1e-12)
    },
    .named("gamma_inc", of: "fixed_horizon") { check in
      let rows = try check.table("ax")
      check.equal("P", rows.map { IncompleteGamma.lower(a: $0[0], x: $0[1]) }, tolerance: 1e-12)
      check.equal("Q", rows.map { IncompleteGamma.upper(a: $0[0], x: $0[1]) }, tolerance: 1e-12)
    },
    .named("chi2", of: "fixed_horizon") { check in
      let rows = try check.table("x_df")
      check.equal("sf", rows.map { ChiSquare.survival($0[0], degreesOfFreedom: $0[1]) }, tolerance: 1e-12)
    },
  ]
}
