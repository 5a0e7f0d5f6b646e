import Domain
import Statistics

/// Simulated experiments through the promotion rule, counted.
///
/// Every run has a generator of its own, made of the seed, the scenario and the number of the run, so that the figures do
/// not depend on who plays which run.
package struct PromotionStudy: Sendable {
  package let runs: Int
  package let seed: UInt64
  private let naive = NaivePeeking()

  package init(runs: Int, seed: UInt64) {
    precondition(runs > 0, "a study has runs")
    self.runs = runs
    self.seed = seed
  }

  /// Plays some runs of one scenario.
  package func outcomes(of scenario: Int, runs range: Range<Int>) -> [SimulatedExperiment.Outcome] {
    range.map { run in
      let generator = SplitMix64(seed: seed, scenario: UInt64(scenario), run: UInt64(run))
      switch PromotionScenario.all[scenario].kind {
      case .experiment(let experiment): return experiment.run(generator)
      case .naivePeeking:
        var outcome = SimulatedExperiment.Outcome()
        outcome.trades = naive.looks.upperBound
        if naive.run(generator) { outcome.promotedAt = outcome.trades }
        return outcome
      }
    }
  }

  /// The figures of one scenario, by key.
  package func figures(of scenario: Int, _ outcomes: [SimulatedExperiment.Outcome]) -> [String: StudyFigure] {
    let line = PromotionScenario.all[scenario]
    switch line.measure {
    case .falsePromotions:
      return [line.key: .share(outcomes.count { $0.promotedAt != nil }, of: outcomes.count)]
    case .power:
      // A promotion of one of the equal candidates finds nothing.
      let times = outcomes.map { $0.winner == 0 ? $0.promotedAt : nil }
      return [
        line.key: .quantile(0.8, of: times),
        line.key.replacing("trades80", with: "power"): .share(
          outcomes.count { $0.isPromotedInTime && $0.winner == 0 }, of: outcomes.count),
      ]
    }
  }

  /// Adds what is read off several scenarios: the worst of each kind.
  package static func summary(of figures: [String: StudyFigure]) -> [String: StudyFigure] {
    func worst(_ prefix: String) -> StudyFigure? {
      figures.filter { $0.key.hasPrefix(prefix) }.map(\.value).max { ($0.value ?? 0) < ($1.value ?? 0) }
    }
    var summary: [String: StudyFigure] = [:]
    summary["null.independent"] = worst("null.independent.")
    summary["null.clustered"] = worst("null.clustered.")
    summary["tail.p02"] = worst("tail.p02.")
    summary["tail.p01"] = worst("tail.p01.")
    summary["tail.worst"] = worst("tail.p")
    summary["plan.factor"] = planFactor(figures)
    return summary
  }

  /// What `ExperimentPlan.sequentialFactor` should be: the trades that the rule takes for 80 % power over those of a single
  /// look at fixed size, the middle one of the correlations for one candidate and the first experiment of a quarter.
  private static func planFactor(_ figures: [String: StudyFigure]) -> StudyFigure? {
    let bot = GridBotModel()
    let factors = PromotionScenario.correlations.compactMap { percent -> StudyFigure? in
      guard let figure = figures["trades80.rho\(percent)"] else { return nil }
      let fixed = SampleSize.pairs(
        difference: bot.gainOfBetter,
        deviation: SampleSize.pairedDeviation(
          deviation: bot.variance.squareRoot(), correlation: Double(percent) / 100),
        test: Power(design: .paired, alternative: .greater, alpha: 0.05))
      guard let fixed else { return nil }
      return StudyFigure(
        value: figure.value.map { $0 / fixed }, low: figure.low.map { $0 / fixed }, high: figure.high.map { $0 / fixed }
      )
    }
    let sorted = factors.sorted { ($0.value ?? .infinity) < ($1.value ?? .infinity) }
    return sorted.isEmpty ? nil : sorted[(sorted.count - 1) / 2]
  }
}
