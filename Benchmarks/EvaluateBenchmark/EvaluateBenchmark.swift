import Domain
import Evaluation
import GridTrading
import MarketFeeds
import Measuring

/// Measures the whole loop in one process over a year of minute bars, on one core.
///
///     EvaluateBenchmark [.build/bench.json]
@main
enum EvaluateBenchmark {
  static func main() throws {
    guard let profile = SymbolProfile.named("EURUSD") else { preconditionFailure("EURUSD is a shipped symbol") }
    let (name, series) = try year(profile)
    print("\(name): \(series.count) quotes")
    let whole = FiveShadows(series, profile)
    let half = FiveShadows(series.slice(0..<series.count / 2), profile)
    print("five shadows in \((1000 * whole.share).rounded() / 10) % of the minutes, \(whole.experiments) experiments")
    // As `sotano evaluate` does it: the stack twice, four more bots, 125 configurations and the intervals.
    let start = OwnProcess.threadTime
    let judged = FileEvaluation(
      series, profile: profile, configuration: profile.defaults, plan: EvaluationPlan(), path: .bars)
    guard judged != nil else { preconditionFailure("nobody has stopped it") }
    try BenchmarkFile.report([
      "evaluate.symbol_year_s": whole.seconds,
      "evaluate.half_year_share": half.seconds / whole.seconds,
      "evaluate.five_shadows_share": whole.share,
      "evaluate.file_s": OwnProcess.threadTime - start,
      "evaluate.peak_mib": OwnProcess.memory("VmHWM") ?? .nan,
    ])
  }

  /// A real year where there is one, else a synthetic one of the same length.
  private static func year(_ profile: SymbolProfile) throws -> (String, QuoteSeries) {
    var series = QuoteSeries()
    var quotes: [Quote] = []
    if let path = RecordedYear.path {
      let feed = try FileFeed(path: path, options: FeedOptions(profile: profile, spread: .profile, strict: false))
      while try feed.next(into: &quotes) != nil { for quote in quotes { series.append(quote) } }
      return ("EURUSD 2022, minute bars", series)
    }
    let settings = SyntheticSettings(like: profile, minutes: 372_402)
    var market = SyntheticMarket(profile: profile, settings: settings, seed: 1)
    while market.next(into: &quotes) != nil { for quote in quotes { series.append(quote) } }
    return ("synthetic minute bars, seed 1", series)
  }
}
