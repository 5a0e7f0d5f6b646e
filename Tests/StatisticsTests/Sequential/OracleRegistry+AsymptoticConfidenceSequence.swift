import RealModule

@testable import Statistics

/// The sequential cases of the oracle `gbstats`.
extension OracleRegistry {
  static let asymptoticSequenceHandlers: [OracleHandler] = [
    .prefixed("sequential_absolute", of: "gbstats") { comparison in
      let (a, b) = try twoArms(&comparison)
      let difference = b.mean - a.mean
      try compareSequential(
        &comparison, estimate: difference, squaredError: a.squaredError + b.squaredError, count: a.count + b.count)
    },
    // Relative lift divides by a mean near zero; the formulas match, but nothing in the product uses them.
    .prefixed("sequential_relative", of: "gbstats") { comparison in
      let (a, b) = try twoArms(&comparison)
      let ratio = b.mean / a.mean
      let squaredError = b.squaredError / (a.mean * a.mean) + a.squaredError * ratio * ratio / (a.mean * a.mean)
      try compareSequential(&comparison, estimate: ratio - 1, squaredError: squaredError, count: a.count + b.count)
    },
    .named("asympcs_formulas", of: "gbstats") { comparison in
      let boundary = try AsymptoticBoundary(
        alpha: comparison.number("alpha"), plannedObservations: comparison.integer("N_star"))
      let count = try comparison.integer("n")
      let variance = try comparison.number("se2") * Double(count)
      comparison.equal("rho_two", boundary.twoSidedRhoSquared.squareRoot())
      comparison.equal("rho_one", boundary.oneSidedRhoSquared.squareRoot())
      comparison.equal("half_two", boundary.twoSidedHalfWidth(variance: variance, count: count))
      comparison.equal("half_one", boundary.oneSidedHalfWidth(variance: variance, count: count))
    },
    .named("asympcs_curve", of: "gbstats") { comparison in
      let boundary = try AsymptoticBoundary(
        alpha: comparison.number("alpha"), plannedObservations: comparison.integer("N_star"))
      let ratios = try comparison.numbers("n").map {
        boundary.twoSidedHalfWidth(variance: 1, count: Int($0)) / (1.959963984540054 / $0.squareRoot())
      }
      comparison.equal("ratio", ratios)
    },
    .named("paired_asympcs", of: "gbstats") { comparison in
      var sequence = try AsymptoticConfidenceSequence(
        alpha: comparison.number("alpha"), plannedObservations: comparison.integer("N_star"))
      for difference in try comparison.numbers("d") { sequence.observe(difference) }
      let interval = sequence.interval ?? 0...0
      comparison.equal("mean", sequence.mean ?? .nan)
      comparison.equal("half", (interval.upperBound - interval.lowerBound) / 2)
      comparison.equal("e_value", .exp(sequence.logEValue ?? .nan))
      comparison.equal("p_always_valid", sequence.pValue ?? .nan)
    },
  ]

  private struct Arm {
    let count: Int
    let mean: Double
    /// The square of the mean's standard error.
    let squaredError: Double

    init(_ values: [Double]) {
      var moments = RunningMoments()
      for value in values { moments.observe(value) }
      count = moments.count
      mean = moments.mean
      squaredError = (moments.variance ?? .nan) / Double(moments.count)
    }
  }

  private static func twoArms(_ comparison: inout OracleComparison) throws -> (Arm, Arm) {
    let source = "two_sided_absolute"
    return try (Arm(comparison.numbers("a", ofCase: source)), Arm(comparison.numbers("b", ofCase: source)))
  }

  private static func compareSequential(
    _ comparison: inout OracleComparison, estimate: Double, squaredError: Double, count: Int
  ) throws {
    let boundary = try AsymptoticBoundary(
      alpha: comparison.number("alpha"), plannedObservations: comparison.integer("N_star"))
    let variance = squaredError * Double(count)
    let halfWidth = boundary.twoSidedHalfWidth(variance: variance, count: count)
    let logEValue = boundary.logEValue(sum: estimate * Double(count), variance: variance, count: count)
    comparison.equal("expected", estimate)
    comparison.equal("stddev", squaredError.squareRoot())
    comparison.equal("ci", [estimate - halfWidth, estimate + halfWidth])
    comparison.equal("p", min(1, .exp(-logEValue)))
  }
}
