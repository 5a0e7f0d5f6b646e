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

/// Tuned, frozen, twin, naive and limits only on one file's quotes, and how they compare.
package struct FileEvaluation: Sendable {
  package let profile: SymbolProfile
  package let configuration: Configuration
  package let quotes: Int
  package let tuned: TunedRun
  package let frozen: FrozenRun
  package let naive: NaiveRun
  package let limitsOnly: TunedRun
  package let ceiling: HindsightCeiling?
  package let truths: [CounterfactualTruth]
  package let tunedAgainstTwin: Comparison
  package let tunedAgainstFrozen: Comparison
  package let naiveAgainstFrozen: Comparison
  package let limitsAgainstFrozen: Comparison

  /// - Parameters:
  ///   - path: bars for data that is bars.
  ///   - tick: told the share done, 0 to 1; `false` ends the evaluation, which is then `nil`.
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
    frozen = FrozenRun(accepted, profile: profile, configuration: configuration, beside: tuned)
    guard report(0.8) else { return nil }
    naive = NaiveRun(accepted, profile: profile, configuration: configuration)
    guard report(0.9) else { return nil }
    ceiling = HindsightCeiling(Replay(series: accepted, profile: profile, path: path), configuration: configuration)
    truths = Self.truths(of: tuned, in: accepted, profile: profile, path: path)
    func compare(_ course: Course, _ other: Course) -> Comparison {
      Comparison(of: course, against: other, resamples: plan.resamples, seed: plan.seed)
    }
    tunedAgainstTwin = compare(tuned.course, frozen.twin)
    tunedAgainstFrozen = compare(tuned.course, frozen.course)
    naiveAgainstFrozen = compare(naive.course, frozen.course)
    limitsAgainstFrozen = compare(limitsOnly.course, frozen.course)
    guard report(1) else { return nil }
  }

  /// The frozen bot's lots that the tuned bot traded, 0 to 1 and more.
  package var activity: Double {
    frozen.course.lots == 0 ? 1 : Double(tuned.course.lots) / Double(frozen.course.lots)
  }

  /// Whether the tuned bot rather stayed away than traded better.
  package var isWithdrawn: Bool { activity < 0.6 }

  /// Changes that were measured and kept.
  package static func isAdopted(_ record: ChangeRecord) -> Bool {
    guard record.stage == .kept, record.measurement != nil else { return false }
    return switch record.purpose {
    case .remedy, .promotion, .byHand, .planted: true
    case .lowerRisk, .returnToApproved, .rollback: false
    }
  }

  private static func truths(
    of run: TunedRun, in series: QuoteSeries, profile: SymbolProfile, path: ReplayPath
  ) -> [CounterfactualTruth] {
    run.changes.filter(isAdopted).compactMap { record in
      let applied = run.log.compactMap { entry -> ConfigurationApplied? in
        if case .configurationApplied(let applied) = entry.event { applied } else { nil }
      }
      guard let made = applied.first(where: { $0.version == record.version }) else { return nil }
      return CounterfactualTruth(
        of: record, configuration: made.configuration, in: series, profile: profile, path: path)
    }
  }
}
