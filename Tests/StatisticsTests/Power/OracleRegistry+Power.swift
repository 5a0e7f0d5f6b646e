import Testing

@testable import ReferenceStatistics
@testable import Statistics

/// Handlers of `power_gst`: sample sizes, power, group-sequential bounds.
extension OracleRegistry {
  private static let oracle = "power_gst"

  private static let solverReason = "the oracle's root search stops early: its n has a power off by up to 3e-8"
  private static let gridReason =
    "the oracle integrates by trapezoids on a coarse grid: its bounds misspend up to 0.4 % of an increment"

  static let powerHandlers: [OracleHandler] = [
    .named("z_ind", of: oracle) { check in
      let oneSided = check.oracleCase.call.contains("larger")
      let (alpha, power) = levels(check)
      let test = Power(design: .twoArms, alternative: oneSided ? .greater : .twoSided, alpha: alpha)
      check.equal(
        "n_per_arm", try #require(SampleSize.normal(effect: try check.number("d"), power: power, test: test)),
        tolerance: 1e-7, because: solverReason)
    },
    .named("t_ind", of: oracle) { check in
      let (alpha, power) = levels(check)
      let test = Power(design: .twoArms, alpha: alpha)
      check.equal(
        "n_per_arm", try #require(SampleSize.studentT(effect: try check.number("d"), power: power, test: test)),
        tolerance: 1e-7, because: solverReason)
    },
    .named("t_paired", of: oracle) { check in
      let (alpha, power) = levels(check)
      let test = Power(design: .paired, alpha: alpha)
      check.equal(
        "n_pairs", try #require(SampleSize.studentT(effect: try check.number("d"), power: power, test: test)),
        tolerance: 1e-7, because: solverReason)
    },
    .named("power_at_100", of: oracle) { check in
      let call = check.oracleCase.call
      let power = Power(design: .twoArms, alpha: try #require(number(after: "alpha=", in: call)))
      check.equal(
        "power",
        power.studentT(
          effect: try #require(number(after: "effect_size=", in: call)),
          n: try #require(number(after: "nobs1=", in: call))))
    },
    .named("prop_effect", of: oracle) { check in
      let call = check.oracleCase.call
      let pair = call.drop { $0 != "(" }.dropFirst().prefix { $0 != ")" }.split(separator: ",").compactMap {
        Double($0)
      }
      let effect = SampleSize.proportionEffect(try #require(pair.first), try #require(pair.last))
      check.equal("h", effect)
      check.equal("n_per_arm", try #require(SampleSize.normal(effect: effect, test: Power(design: .twoArms))))
    },
    .named("gst_power_spending", of: oracle) { check in
      let bounds = GroupSequentialBounds(
        looks: try check.integer("K"), alpha: try check.number("alpha"), rho: try check.number("rho"))
      check.equal("z", bounds.bounds, tolerance: 3e-4, because: gridReason)
    },
    .named("gst_unequal", of: oracle) { check in
      let call = check.oracleCase.call
      let sides: GroupSequentialBounds.Sides = call.contains("sides=1") ? .upper : .both
      let bounds = GroupSequentialBounds(
        times: try check.numbers("t"), alpha: try #require(number(after: "],", in: call)),
        rho: try #require(number(after: "rho=", in: call)), sides: sides)
      check.equal("z", bounds.bounds, tolerance: 3e-4, because: gridReason)
    },
  ]

  /// Level and power named in the call, or the usual ones.
  private static func levels(_ check: OracleComparison) -> (alpha: Double, power: Double) {
    let call = check.oracleCase.call
    return (number(after: "alpha=", in: call) ?? 0.05, number(after: "power=", in: call) ?? 0.8)
  }

  /// The number that follows `name` in a call.
  static func number(after name: String, in call: String) -> Double? {
    guard let range = call.firstRange(of: name) else { return nil }
    return Double(call[range.upperBound...].prefix { "0123456789.e-+".contains($0) })
  }
}
