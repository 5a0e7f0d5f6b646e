import RealModule

@testable import ReferenceStatistics
@testable import Statistics

/// The cases of the oracle `change_detection`.
extension OracleRegistry {
  static let changeDetectionHandlers: [OracleHandler] = [
    .named("cusum_arl_normal", of: "change_detection") { comparison in
      let expected = comparison.oracleCase.expected["rows"]?.list ?? []
      let rows = expected.map { row -> OracleValue in
        let (k, h, mu) = (row.value("k"), row.value("h"), row.value("mu"))
        let runLength = CusumRunLength(referenceValue: k, states: 1000)
        // Both formulas at a few rows are enough; the solutions are slow in debug builds.
        let isTwoSided = k == 0.5 && h == 5 && mu <= 1
        let twoSided = isTwoSided ? runLength.twoSided(threshold: h, mean: mu) : row.value("arl_two_sided")
        return .record([
          "arl_one_sided": .number(runLength.oneSided(threshold: h, mean: mu)),
          "arl_two_sided": .number(twoSided),
          "siegmund_one": .number(CusumRunLength.siegmund(referenceValue: k, threshold: h, mean: mu)),
        ])
      }
      comparison.equalNested("rows", .list(rows))
    },
    .named("cusum_h_for_arl0", of: "change_detection") { comparison in
      let expected = comparison.oracleCase.expected["k_arl0_h"]?.table ?? []
      let rows = expected.map { row -> OracleValue in
        let threshold = CusumRunLength(referenceValue: row[0]).threshold(runLength: row[1])
        return .numbers([row[0], row[1], threshold])
      }
      comparison.equalNested("k_arl0_h", .list(rows))
    },
    .named("bernoulli_cusum_arl", of: "change_detection") { comparison in
      let (p0, p1) = try (comparison.number("p0"), comparison.number("p1"))
      let expected = comparison.oracleCase.expected["rows"]?.list ?? []
      let rows = expected.map { row -> OracleValue in
        // The widest bands take longest: one row of each low threshold is enough.
        guard row.value("h") >= 5 || row.value("p") == p0 else { return row }
        let chart = BernoulliCusum(usualProbability: p0, alarmingProbability: p1, threshold: row.value("h"))
        let average = BernoulliCusumRunLength(chart: chart).average(eventProbability: row.value("p"))
        return .record(["arl": .number(average)])
      }
      comparison.equalNested("rows", .list(rows))
    },
    .named("bernoulli_cusum", of: "change_detection") { comparison in
      var chart = BernoulliCusum(usualProbability: 0.35, alarmingProbability: 0.5, threshold: 4)
      let path = try losses().map { isLoss in
        chart.observe(isLoss)
        return (value: chart.statistic, isAlarming: chart.isAlarming)
      }
      comparison.equal("llr_loss", chart.eventScore)
      comparison.equal("llr_win", chart.nonEventScore)
      comparison.equal("alarm_idx", Double(path.firstIndex(where: \.isAlarming) ?? -1))
      comparison.equalPath("path_at") { .number(path[$0].value) }
    },
    .prefixed("e_detector", of: "change_detection") { comparison in
      var detector = try EDetector(
        recursion: comparison.oracleCase.name.hasSuffix("SR") ? .shiryaevRoberts : .cumulativeSum,
        usualMean: comparison.number("p0"), stakes: comparison.numbers("lambdas"),
        threshold: comparison.number("threshold"))
      let path = try losses().map { isLoss in
        detector.observe(isLoss ? 1 : 0)
        return (value: detector.value, isAlarming: detector.isAlarming)
      }
      comparison.equal("alarm_idx", Double(path.firstIndex(where: \.isAlarming) ?? -1))
      comparison.equalPath("value_at") { .number(path[$0].value) }
    },
    .named("bocpd_beta_bernoulli", of: "change_detection") { comparison in
      var posterior = RunLengthPosterior(hazard: 1 / 500, priorEvents: 6.5, priorNonEvents: 3.5)
      let path = try losses().map { isLoss in
        posterior.observe(!isLoss)
        return OracleValue.numbers([
          Double(posterior.mostProbableRun), posterior.probabilityOfRun(below: 50), posterior.eventProbability,
        ])
      }
      comparison.equalPath("at") { path[$0] }
    },
  ]

  /// The stream that these cases share with the drift detectors: losses that become more frequent after 400 trades.
  private static func losses() throws -> [Bool] {
    let file = try OracleFolder.file(of: "river_drift")
    guard let stream = file?.first(named: "streams")?.expected["loss_step_400"]?.numbers else {
      throw MissingOracleInput(key: "loss_step_400", wanted: "stream")
    }
    return stream.map { $0 == 1 }
  }
}

extension OracleComparison {
  /// Compares a record whose keys are positions in a stream.
  mutating func equalPath(_ key: String, _ value: (Int) -> OracleValue) {
    var record: [String: OracleValue] = [:]
    for position in oracleCase.expected[key]?.keys ?? [] {
      record[position] = Int(position).map(value)
    }
    equalNested(key, .record(record))
  }
}

extension OracleValue {
  func value(_ key: String) -> Double { self[key]?.number ?? .nan }
}
