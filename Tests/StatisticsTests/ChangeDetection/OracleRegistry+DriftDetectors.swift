@testable import ReferenceStatistics

/// The cases of the oracle `river_drift`.
///
/// That implementation begins afresh after every detection. `Adwin` follows the paper and only drops the oldest
/// buckets, so it is restarted by hand here; the others begin afresh by themselves.
extension OracleRegistry {
  static let driftDetectorHandlers: [OracleHandler] = [
    .named("streams", of: "river_drift") { comparison in
      for key in comparison.oracleCase.expected.keys {
        let stream = try driftStream(key, comparison)
        comparison.equal(key, stream)
      }
    },
    .named("adwin", of: "river_drift") { comparison in
      let call = comparison.oracleCase.call
      var detector = Adwin(
        delta: call.contains("'delta': 0.05") ? 0.05 : 0.002, clock: call.contains("'clock': 1") ? 1 : 32)
      var cuts: [Double] = []
      for (index, value) in try driftStream(comparison).enumerated() {
        detector.observe(value)
        guard detector.didCut else { continue }
        cuts.append(Double(index))
        detector.restart()
      }
      comparison.equal("drift_idx", cuts)
      comparison.equal("width", Double(detector.width))
      comparison.equal("estimation", detector.mean ?? .nan)
      comparison.equal("variance", detector.sumOfSquaredDeviations)
      comparison.setAside("n_detections", because: "the implementation's counter is reset with its window: always 0")
    },
    .named("adwin_state_path", of: "river_drift") { comparison in
      var detector = Adwin(clock: 1)
      var rows: [OracleValue] = []
      for (index, value) in try driftStream(comparison).enumerated() {
        detector.observe(value)
        if detector.didCut { detector.restart() }
        guard index % 50 == 49 else { continue }
        rows.append(
          .numbers([Double(index), Double(detector.width), detector.total, detector.sumOfSquaredDeviations]))
      }
      comparison.equalNested("path", .list(rows))
    },
    .named("page_hinkley", of: "river_drift") { comparison in
      let call = comparison.oracleCase.call
      var detector = PageHinkley(tolerance: 0.005, threshold: 50)
      if call.contains("'up'") {
        detector = PageHinkley(tolerance: 0.05, threshold: 10, retention: 1, direction: .upward)
      } else if call.contains("'down'") {
        detector = PageHinkley(tolerance: 0.5, threshold: 60, direction: .downward)
      }
      let stream = try driftStream(comparison)
      let signals = stream.map { value in
        detector.observe(value)
        return detector.signal
      }
      compareSignals(&comparison, signals)
    },
    .named("ddm", of: "river_drift") { comparison in
      var detector = DriftDetectionMethod()
      try compareSignals(&comparison) {
        detector.observe($0); return detector.signal
      }
    },
    .named("eddm", of: "river_drift") { comparison in
      var detector = EarlyDriftDetectionMethod()
      try compareSignals(&comparison) {
        detector.observe($0); return detector.signal
      }
    },
    .named("hddm_a", of: "river_drift") { comparison in
      var detector = HoeffdingAverageDrift()
      try compareSignals(&comparison) {
        detector.observe($0); return detector.signal
      }
    },
    .named("hddm_w", of: "river_drift") { comparison in
      var detector = HoeffdingWeightedDrift()
      let isExact = comparison.oracleCase.inputs["stream"]?.text != "loss_step_400"
      guard !isExact else {
        try compareSignals(&comparison) {
          detector.observe($0); return detector.signal
        }
        return
      }
      // The implementation starts the sum of squared weights one step further than the paper.
      let signals = try driftStream(comparison).map { value in
        detector.observe(value == 1)
        return detector.signal
      }
      comparison.require(positions(of: .drift, in: signals) == [428], "drift one observation after 427")
      let reason = "smaller bound for the first observations than the paper's"
      comparison.setAside("drift_idx", because: reason)
      comparison.setAside("warning_start_idx", because: reason)
    },
  ]

  private static func driftStream(_ comparison: OracleComparison) throws -> [Double] {
    guard let name = comparison.oracleCase.inputs["stream"]?.text else {
      throw MissingOracleInput(key: "stream", wanted: "text")
    }
    return try driftStream(name, comparison)
  }

  private static func driftStream(_ name: String, _ comparison: OracleComparison) throws -> [Double] {
    guard let stream = comparison.file.first(named: "streams")?.expected[name]?.numbers else {
      throw MissingOracleInput(key: name, wanted: "stream")
    }
    return stream
  }

  private static func positions(of wanted: DriftSignal, in signals: [DriftSignal]) -> [Double] {
    signals.indices.filter { signals[$0] == wanted }.map(Double.init)
  }

  private static func compareSignals(
    _ comparison: inout OracleComparison, _ observe: (Bool) -> DriftSignal
  ) throws {
    compareSignals(&comparison, try driftStream(comparison).map { observe($0 == 1) })
  }

  private static func compareSignals(_ comparison: inout OracleComparison, _ signals: [DriftSignal]) {
    comparison.equal("drift_idx", positions(of: .drift, in: signals))
    guard comparison.oracleCase.expected["warning_start_idx"] != nil else { return }
    let starts = signals.indices.filter {
      signals[$0] == .warning && ($0 == 0 || signals[$0 - 1] != .warning)
    }
    comparison.equal("warning_start_idx", starts.map(Double.init))
  }
}
