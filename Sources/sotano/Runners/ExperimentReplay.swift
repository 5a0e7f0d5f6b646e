import Domain
import ExperimentEngine
import Foundation
import GridTrading
import MarketFeeds
import Safety
import Study

/// The first stage of an experiment: incumbent, candidates and all that was ever tried, on stored quotes.
struct ExperimentReplay {
  let files: [String]
  let spread: String
  let incumbent: Configuration
  let symbol: Symbol

  /// - Parameters:
  ///   - candidates: what each has other than the incumbent.
  ///   - earlier: candidates of the experiments before, which count as tried.
  func evidence(for candidates: [[ParameterSetting]], earlier: [[ParameterSetting]]) throws -> ReplayEvidence {
    let told = try ReplayData.profile(of: files, symbol: symbol.name)
    let data = try ReplayData(
      files, profile: told, spread: try ReplayData.spread(spread), strict: false, progress: { _ in })
    let replay = Replay(series: data.series, profile: told, path: .bars)
    let arms = try candidates.map { settings in
      guard let arm = incumbent.replacing(settings) else {
        throw Failure(.usage, "\(settings) is not of the parameters' kinds")
      }
      return arm
    }
    var tried: [Configuration] = []
    for case .some(let arm) in earlier.map({ incumbent.replacing($0) })
    where arm != incumbent && !arms.contains(arm) && !tried.contains(arm) {
      tried.append(arm)
    }
    let results = replay.run([incumbent] + arms + tried)
    let ends = Self.dayEnds(data.series, TradingCalendar(week: told.week))
    let columns = results.map { result in
      let equity = EquityMarks(of: result, in: replay, at: ends).values
      return zip([.zero] + equity, equity).map { ($1 - $0).value }
    }
    let rows = ends.indices.map { day in columns.map { $0[day] } }
    let names = files.map { ($0 as NSString).lastPathComponent }.joined(separator: ", ")
    return ReplayGate.evidence(
      rows, candidates: arms.count, trades: results[0].trades.count { $0.reason != nil }, quotes: names)
  }

  /// The last quote of each 24 hours of open market.
  private static func dayEnds(_ series: QuoteSeries, _ calendar: TradingCalendar) -> [Int] {
    var ends: [Int] = []
    guard let first = series.times.first else { return ends }
    let begin = calendar.openMilliseconds(at: first)
    var day: Int64 = 0
    var minute: Int64 = .min
    for (index, time) in series.times.enumerated() {
      // Every quote of a minute is of one day.
      guard time / MarketTime.minute != minute else { continue }
      minute = time / MarketTime.minute
      let present = (calendar.openMilliseconds(at: minute * MarketTime.minute) - begin) / MarketTime.day
      if present > day {
        ends.append(index - 1)
        day = present
      }
    }
    ends.append(series.count - 1)
    return ends
  }
}
