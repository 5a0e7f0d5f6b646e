package import Domain

/// How a replay takes the quotes inside a bar.
package enum ReplayPath: String, CaseIterable, Hashable, Sendable, Codable {
  /// As they come: every order fills at the quote that triggers it. For ticks.
  case quotes
  /// Along the continuous path where a quote came by one: orders fill at their trigger price. For bars.
  case bars
}

/// How a replay looks for the quotes that matter. The trades are the same.
package enum ReplayMethod: String, CaseIterable, Hashable, Sendable {
  /// Leaps over blocks in which no level is reached: the cost follows the trades.
  case indexed
  /// Looks at every quote.
  case everyQuote
  /// Steps `GridEngine`, as the live bot does. Configurations with the entry filter always take this way.
  case engine
}

/// Plays configurations on a series of quotes.
///
///     let replay = Replay(series: series, profile: profile, path: .bars)
///     let result = replay.run(profile.defaults)
///     let metrics = ReplayMetrics(of: result, in: replay)
///
/// Making one builds the index, one pass over the quotes; every run after that costs about as much as its trades.
package struct Replay: Sendable {
  package let series: QuoteSeries
  package let profile: SymbolProfile
  package let path: ReplayPath
  /// Of the symbol's week; it takes as long to make as a hundred trades to play.
  let calendar: TradingCalendar
  let index: ExtremesIndex?
  /// For a bot that trades in all sessions.
  private let week: TradingPhases

  /// - Parameter isIndexed: without an index, every run looks at every quote.
  package init(series: QuoteSeries, profile: SymbolProfile, path: ReplayPath, isIndexed: Bool = true) {
    self.series = series
    self.profile = profile
    self.path = path
    index = isIndexed ? ExtremesIndex(series: series) : nil
    calendar = TradingCalendar(week: profile.week)
    week = TradingPhases(sessions: .all, series: series, calendar: calendar)
  }

  /// Plays one configuration.
  package func run(_ configuration: Configuration, method: ReplayMethod = .indexed) -> ReplayResult {
    guard !series.isEmpty else { return ReplayResult(configuration: configuration, trades: [], skipped: 0) }
    guard method != .engine, FastGrid.supports(configuration) else { return stepped(configuration) }
    var run = FastRun(
      configuration: configuration, profile: profile, series: series,
      phases: phases(configuration.tradingSessions))
    series.withView(method == .indexed ? index : nil, path: path) { run.run(in: $0) }
    return ReplayResult(configuration: configuration, trades: run.grid.trades, skipped: run.grid.skipped)
  }

  /// Plays many configurations in one pass, on one core. They share the search for entries where spacing and sessions are
  /// the same, and the search for exits where an entry is; see `parts` for more cores.
  ///
  /// - Returns: the results in the order of the configurations.
  package func run(_ configurations: [Configuration]) -> [ReplayResult] {
    let shared = configurations.indices.filter { FastGrid.supports(configurations[$0]) }
    guard index != nil, !series.isEmpty, shared.count > 1 else { return configurations.map { run($0) } }
    var results: [ReplayResult?] = Array(repeating: nil, count: configurations.count)
    series.withView(index, path: path) { view in
      var batch = BatchRun(shared.map { configurations[$0] }, profile: profile, in: view, phases: phases)
      batch.run(in: view)
      batch.forEach { place, played in
        results[shared[place]] = ReplayResult(
          configuration: configurations[shared[place]], trades: played.trades, skipped: played.skipped)
      }
    }
    return configurations.indices.map { results[$0] ?? run(configurations[$0]) }
  }

  /// Parts of a sweep, for a caller with several cores that plays each by a `run` of its own: at most `size`
  /// configurations each, those of one grid beside each other.
  ///
  /// - Returns: places in `configurations`.
  package static func parts(of configurations: [Configuration], size: Int) -> [[Int]] {
    let places = configurations.indices.sorted { left, right in
      let (one, other) = (configurations[left], configurations[right])
      return (one.tradingSessions.rawValue, one.gridSpacing.tenths, left)
        < (other.tradingSessions.rawValue, other.gridSpacing.tenths, right)
    }
    return stride(from: 0, to: places.count, by: size).map { Array(places[$0..<min($0 + size, places.count)]) }
  }

  private func phases(_ sessions: SessionSet) -> TradingPhases {
    sessions == .all ? week : TradingPhases(sessions: sessions, series: series, calendar: calendar)
  }
}

extension Replay {
  /// Bytes that quotes and index take.
  package var memory: Int {
    series.count * 16 + series.continuous.count * 8 + (index?.blocks.count ?? 0) * MemoryLayout<SIMD4<Int32>>.stride
  }
}
