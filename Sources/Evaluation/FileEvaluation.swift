package import Domain
package import GridTrading

/// What an evaluation asks.
package struct EvaluationPlan: Hashable, Sendable {
  package var settings: TunerSettings
  /// Draws for each interval, and their seed.
  package var resamples: Int
  package var seed: UInt64

  package init(settings: TunerSettings = TunerSettings(), resamples: Int = 1000, seed: UInt64 = 1) {
    self.settings = settings
    self.resamples = resamples
    self.seed = seed
  }
}

/// Tuned, frozen, twins, naive and limits only on one file's quotes, and how they compare. It can be written down, so that
/// other machines may judge files and one adds them up.
package struct FileEvaluation: Sendable, Codable {
  package let profile: SymbolProfile
  package let configuration: Configuration
  package let quotes: Int
  package let tuned: TunedRun
  package let frozen: FrozenRun
  package let naive: NaiveRun
  package let limitsOnly: TunedRun
  package let ceiling: HindsightCeiling?
  /// Of the adopted changes.
  package let truths: [CounterfactualTruth]
  /// Of every change that was measured to an end.
  package let calibration: [Calibration.Point]
  package let tunedAgainstTwin: Comparison
  package let tunedAgainstFrozen: Comparison
  package let naiveAgainstTwin: Comparison
  package let naiveAgainstFrozen: Comparison
  package let limitsAgainstFrozen: Comparison

  /// - Parameters:
  ///   - path: bars for data that is bars.
  ///   - tick: called with the share done, 0 to 1; `false` ends the evaluation, which is then `nil`.
  package init?(
    _ series: QuoteSeries, profile: SymbolProfile, configuration: Configuration, plan: EvaluationPlan,
    path: ReplayPath, tick: (Double) -> Bool = { _ in true }
  ) {
    var goesOn = true
    func report(_ share: Double) -> Bool {
      if goesOn { goesOn = tick(share) }
      return goesOn
    }
    let size = Double(max(1, series.count))
    self.profile = profile
    self.configuration = configuration
    quotes = series.count
    tuned = TunedRun(series, profile: profile, configuration: configuration, settings: plan.settings) {
      report(0.45 * Double($0) / size)
    }
    guard goesOn else { return nil }
    limitsOnly = TunedRun(
      series, profile: profile, configuration: configuration, settings: plan.settings.limitsOnly
    ) { report(0.45 + 0.3 * Double($0) / size) }
    guard goesOn else { return nil }
    let accepted = tuned.accepted(of: series)
    naive = NaiveRun(accepted, profile: profile, configuration: configuration)
    guard report(0.85) else { return nil }
    frozen = FrozenRun(
      accepted, profile: profile, configuration: configuration, beside: [tuned.openings, naive.openings])
    guard report(0.9) else { return nil }
    ceiling = HindsightCeiling(Replay(series: accepted, profile: profile, path: path), configuration: configuration)
    let measured = Self.truths(of: tuned, in: accepted, profile: profile, path: path)
    truths = measured.filter { Self.isAdopted($0.record) }.map(\.truth)
    calibration = measured.compactMap { record, truth in
      record.measurement.map {
        Calibration.Point(
          change: record.id, confidence: Calibration.confidence($0), wasBetter: truth.difference > 0)
      }
    }
    func compare(_ course: Course, _ other: Course) -> Comparison {
      Comparison(of: course, against: other, resamples: plan.resamples, seed: plan.seed)
    }
    tunedAgainstTwin = compare(tuned.course, frozen.twins[0])
    tunedAgainstFrozen = compare(tuned.course, frozen.course)
    naiveAgainstTwin = compare(naive.course, frozen.twins[1])
    naiveAgainstFrozen = compare(naive.course, frozen.course)
    limitsAgainstFrozen = compare(limitsOnly.course, frozen.course)
    guard report(1) else { return nil }
  }

  /// The frozen bot at the tuned bot's volume.
  package var twin: Course { frozen.twins[0] }

  /// The frozen bot's lots that the tuned bot traded, 0 to 1 and more.
  package var activity: Double {
    frozen.course.lots == 0 ? 1 : Double(tuned.course.lots) / Double(frozen.course.lots)
  }

  /// Whether the tuned bot rather stayed away than traded better.
  package var isWithdrawn: Bool { activity < 0.6 }

  /// Changes that were measured and kept.
  package static func isAdopted(_ record: ChangeRecord) -> Bool {
    record.stage == .kept && isMeasured(record)
  }

  /// Changes whose measurement has ended.
  static func isMeasured(_ record: ChangeRecord) -> Bool {
    guard record.stage.isFinal, record.measurement != nil else { return false }
    return switch record.purpose {
    case .remedy, .promotion, .byHand, .planted: true
    case .lowerRisk, .returnToApproved, .rollback: false
    }
  }

  private static func truths(
    of run: TunedRun, in series: QuoteSeries, profile: SymbolProfile, path: ReplayPath
  ) -> [(record: ChangeRecord, truth: CounterfactualTruth)] {
    let applied = run.log.compactMap { entry -> ConfigurationApplied? in
      if case .configurationApplied(let applied) = entry.event { applied } else { nil }
    }
    return run.changes.filter(isMeasured).compactMap { record in
      guard let made = applied.first(where: { $0.version == record.version }) else { return nil }
      return CounterfactualTruth(
        of: record, configuration: made.configuration, in: series, profile: profile, path: path
      ).map { (record, $0) }
    }
  }
}
