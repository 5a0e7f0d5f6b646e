import Domain
import Evaluation
import Foundation
import GridTrading
import MarketFeeds
import Runtime
import Synchronization

/// Many planted and as many shuffled markets on all cores.
struct EvaluatePlanted: Sendable {
  /// The verdicts of one seed.
  struct Done: Sendable {
    var shuffled: [PlantedTrial.Bot: PlantedTrial.Verdict]
    var planted: [Plant: [PlantedTrial.Bot: PlantedTrial.Verdict]]
  }

  let profile: SymbolProfile
  let configuration: Configuration
  let plan: EvaluationPlan
  let seeds: Int
  /// Recorded quotes whose minutes the markets are made of; `nil` for synthetic ones, of a seed each.
  let series: QuoteSeries?

  /// Half a year: 26 weeks of five days.
  static let syntheticMinutes: Int64 = 26 * 5 * 1440

  /// In the order of the seeds; those that Ctrl-C did not cut short.
  func run() async throws -> [Done] {
    let progress = Mutex((line: ProgressLine(), done: 0))
    defer { progress.withLock { $0.line.finish() } }
    let recorded = series.map {
      PlantedTrial($0, profile: profile, configuration: configuration, plan: plan)
    }
    return await withTaskGroup(of: (Int, Done).self) { group in
      var waiting = (0..<seeds).makeIterator()
      func addNext() {
        guard !Signals.isEnding, let place = waiting.next() else { return }
        group.addTask { (place, judge(place, recorded)) }
      }
      for _ in 0..<ProcessInfo.processInfo.activeProcessorCount { addNext() }
      var all: [Int: Done] = [:]
      while let (place, done) = await group.next() {
        all[place] = done
        progress.withLock { state in
          state.done += 1
          let share = Double(state.done) / Double(seeds)
          state.line.show(ProgressBar.text(share, "\(state.done) of \(seeds) seeds"))
        }
        addNext()
      }
      return all.sorted { $0.key < $1.key }.map(\.value)
    }
  }

  private func judge(_ place: Int, _ recorded: PlantedTrial?) -> Done {
    let seed = plan.seed &+ UInt64(place)
    let trial =
      recorded
      ?? PlantedTrial(synthetic(seed: seed), profile: withoutHolidays, configuration: configuration, plan: plan)
    return Done(
      shuffled: trial.shuffled(seed: seed),
      planted: Dictionary(uniqueKeysWithValues: Plant.allCases.map { ($0, trial.planted($0, seed: seed)) }))
  }

  /// A synthetic market trades on them.
  private var withoutHolidays: SymbolProfile {
    var profile = profile
    profile.week.holidays = []
    return profile
  }

  private func synthetic(seed: UInt64) -> QuoteSeries {
    let settings = SyntheticSettings(like: profile, minutes: Self.syntheticMinutes)
    var market = SyntheticMarket(profile: profile, settings: settings, seed: seed)
    var series = QuoteSeries()
    var quotes: [Quote] = []
    while market.next(into: &quotes) != nil {
      for quote in quotes { series.append(quote) }
    }
    return series
  }
}
