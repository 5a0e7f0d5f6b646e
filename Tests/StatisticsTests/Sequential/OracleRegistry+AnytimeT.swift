import Domain
import RealModule

@testable import ReferenceStatistics
@testable import Statistics

/// The cases of the oracle `savvi`.
///
/// That implementation uses n − 2 degrees of freedom where the paper has n − 1, does not clip p at 1, and adds a ridge
/// of 1e-6 to its normal equations: its own inputs to the Bayes factor are reproduced here, the library follows the
/// paper (`anytime_t_paper_nu`).
extension OracleRegistry {
  static let anytimeHandlers: [OracleHandler] = [
    .named("anytime_t_one_sample", of: "savvi") { comparison in
      let values = try comparison.numbers("y")
      let rows = anytimePath(values, looks: [10, 50, 100, 200, 300])
      comparison.equalNested("path", .list(rows), tolerance: 1e-5, because: "the implementation's ridge of 1e-6")
    },
    .named("anytime_t_paper_nu", of: "savvi") { comparison in
      let source = try comparison.numbers("y", ofCase: "anytime_t_one_sample")
      var sharp = AnytimeT(phi: 1)
      var broad = AnytimeT(phi: 50)
      var rows: [OracleValue] = []
      for value in source {
        sharp.observe(value)
        broad.observe(value)
        guard [10, 50, 100, 200, 300].contains(sharp.count) else { continue }
        rows.append(
          .record([
            "n": .number(Double(sharp.count)), "log_bf_phi1": .number(sharp.logBayesFactor ?? .nan),
            "log_bf_phi50": .number(broad.logBayesFactor ?? .nan),
          ]))
      }
      comparison.equalNested("path", .list(rows))
    },
    .named("log_bf", of: "savvi") { comparison in
      let evidence = try comparison.table("t2_nu_phi_z2").map {
        AnytimeT.logBayesFactor(tSquared: $0[0], degreesOfFreedom: $0[1], phi: $0[2], information: $0[3])
      }
      comparison.equal("log_bf", evidence)
    },
    .named("anytime_t_treatment", of: "savvi") { comparison in
      let outcomes = try comparison.numbers("y", ofCase: "anytime_t_one_sample")
      let run = TreatmentRegression.run(outcomes, try comparison.numbers("treat"))
      let ridge = "the implementation's ridge of 1e-6"
      comparison.equal("beta", run.last.estimates, tolerance: 1e-6, because: ridge)
      comparison.equal("se", run.last.errors, tolerance: 1e-6, because: ridge)
      comparison.equal("p_now", run.last.pValues, tolerance: 1e-6, because: ridge)
      comparison.equal("p_running", run.smallestPValues, tolerance: 1e-5, because: ridge)
      let intersection = OracleValue.list(run.intersections.map { .numbers([$0.lowerBound, $0.upperBound]) })
      comparison.equalNested("ci_running", intersection, tolerance: 1e-5, because: ridge)
    },
    .named("sequential_srm", of: "savvi") { comparison in
      var test = try SequentialMultinomial(shares: comparison.numbers("theta0"))
      var random = try SplitMix64(seed: UInt64(comparison.integer("stream_seed")))
      let firstShare = try comparison.number("p_first")
      var rows: [OracleValue] = []
      while test.total < 2000 {
        test.observe(random.nextUnit() < firstShare ? 0 : 1)
        guard [100, 500, 1000, 2000].contains(test.total) else { continue }
        rows.append(
          .record([
            "n": .number(Double(test.total)), "counts": .numbers(test.counts.map(Double.init)),
            "p_now": .number(.exp(-test.logOdds)), "p_running": .number(test.pValue),
          ]))
      }
      comparison.equalNested("path", .list(rows))
    },
  ]

  /// The one-sample path with the implementation's n − 2 degrees of freedom and its running extremes.
  private static func anytimePath(_ values: [Double], looks: Set<Int>) -> [OracleValue] {
    var moments = RunningMoments()
    var smallestPValue = 1.0
    var intersection = -Double.infinity ... .infinity
    var rows: [OracleValue] = []
    for value in values {
      moments.observe(value)
      guard let variance = moments.variance, moments.count > 2 else { continue }
      let (count, nu) = (Double(moments.count), Double(moments.count - 2))
      let error = (variance / count).squareRoot()
      let t = moments.mean / error
      let pValue = Double.exp(
        -AnytimeT.logBayesFactor(tSquared: t * t, degreesOfFreedom: nu, phi: 1, information: count))
      smallestPValue = min(smallestPValue, pValue)
      let critical = AnytimeT.criticalStatistic(alpha: 0.05, degreesOfFreedom: nu, phi: 1, information: count)
      guard let critical else { continue }
      let interval = (moments.mean - critical * error)...(moments.mean + critical * error)
      intersection = intersection.clamped(to: interval)
      guard looks.contains(moments.count) else { continue }
      rows.append(
        .record([
          "n": .number(count), "beta": .number(moments.mean), "se": .number(error), "t": .number(t),
          "nu": .number(nu), "p_now": .number(pValue), "p_running": .number(smallestPValue),
          "ci_now": .numbers([interval.lowerBound, interval.upperBound]),
          "ci_running": .numbers([intersection.lowerBound, intersection.upperBound]),
        ]))
    }
    return rows
  }
}
