package import Domain
import GridTrading
import Statistics

/// Incumbent and candidates on stored quotes, compared block by block as an experiment would: what a plan rests on.
package struct PairedMeasure: Sendable {
  private var trial: PairedTrial?
  private let profile: SymbolProfile
  private let incumbent: Configuration
  private let candidates: [Configuration]
  private let settings: ExperimenterSettings
  private let calendar: TradingCalendar
  private var fills: [Fill] = []
  private var now = MarketTime.origin

  package init(
    profile: SymbolProfile, incumbent: Configuration, candidates: [Configuration], settings: ExperimenterSettings
  ) {
    self.profile = profile
    self.incumbent = incumbent
    self.candidates = candidates
    self.settings = settings
    calendar = TradingCalendar(week: profile.week)
  }

  /// Takes the next minute's quotes, in order of time.
  package mutating func take(_ quotes: [Quote]) {
    guard let first = quotes.first, let last = quotes.last else { return }
    now = calendar.marketTime(at: last.time)
    if trial == nil {
      trial = PairedTrial(
        cloning: GridEngine(profile: profile, configuration: incumbent, version: .first),
        candidates: candidates.map { ($0, .first) }, quote: first, now: now,
        plan: PairedComparison.Plan(experiment: settings), alpha: settings.alpha, settings: settings)
    }
    var gate = ShadowGate(isOpen: true)
    for quote in quotes { _ = trial?.step(quote, gate: &gate, fills: &fills, now: now) }
  }

  package var blocks: Int { trial?.blocks ?? 0 }

  /// Correlation of a candidate's block results with the incumbent's, and its mean difference a block in money.
  package func correlation(of candidate: Int) -> Figure { trial?.candidates[candidate].correlation.value ?? .undefined }
  package func mean(of candidate: Int) -> Figure { trial?.candidates[candidate].mean ?? .undefined }

  /// What the length of an experiment with this candidate depends on; `nil` below two blocks.
  package func measured(_ candidate: Int) -> ExperimentPlan.Measured? {
    guard let trial, trial.blocks >= 2,
      let deviation = trial.candidates[candidate].blocks.moments.variance?.squareRoot()
    else { return nil }
    let days = Double(now.open - trial.began.open) / Double(MarketTime.day)
    // The deviation of the difference is measured itself: at a correlation of one half it is that of one arm.
    return ExperimentPlan.Measured(
      deviation: deviation, grossLoss: trial.grossLossPerBlock, correlation: 0.5,
      tradesPerBlock: Double(trial.trades) / Double(trial.blocks),
      tradesPerDay: days > 0 ? Double(trial.trades) / days : nil)
  }
}
