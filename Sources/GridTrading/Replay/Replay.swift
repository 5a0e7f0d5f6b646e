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
  let index: ExtremesIndex?
  /// For a bot that trades in all sessions.
  private let week: TradingPhases

  /// - Parameter isIndexed: without an index, every run looks at every quote.
  package init(series: QuoteSeries, profile: SymbolProfile, path: ReplayPath, isIndexed: Bool = true) {
    self.series = series
    self.profile = profile
    self.path = path
    index = isIndexed ? ExtremesIndex(series: series) : nil
    week = TradingPhases(sessions: .all, series: series, calendar: TradingCalendar(week: profile.week))
  }

  /// Plays one configuration.
  package func run(_ configuration: Configuration, method: ReplayMethod = .indexed) -> ReplayResult {
    guard !series.isEmpty else { return ReplayResult(configuration: configuration, trades: [], skipped: 0) }
    guard method != .engine, FastGrid.supports(configuration) else { return stepped(configuration) }
    var run = FastRun(
      configuration: configuration, profile: profile, series: series,
      phases: phases(configuration.tradingSessions))
    series.withView(method == .indexed ? index : nil, path: path) { view in
      run.advance(to: view.count, in: view)
    }
    return ReplayResult(configuration: configuration, trades: run.grid.trades, skipped: run.grid.skipped)
  }

  /// Plays many configurations in one pass: stretch by stretch, each over a stretch while it is in the cache.
  ///
  /// - Returns: the results in the order of the configurations.
  package func run(_ configurations: [Configuration]) -> [ReplayResult] {
    var results: [ReplayResult?] = Array(repeating: nil, count: configurations.count)
    var runs: [(place: Int, run: FastRun)] = []
    var known: [SessionSet: TradingPhases] = [:]
    for (place, configuration) in configurations.enumerated() {
      guard !series.isEmpty, FastGrid.supports(configuration) else {
        results[place] = run(configuration)
        continue
      }
      let sessions = configuration.tradingSessions
      let phases = known[sessions] ?? phases(sessions)
      known[sessions] = phases
      runs.append(
        (place, FastRun(configuration: configuration, profile: profile, series: series, phases: phases)))
    }
    if !runs.isEmpty {
      series.withView(index, path: path) { view in
        for end in stride(from: Self.stretch, to: view.count + Self.stretch, by: Self.stretch) {
          for slot in runs.indices { runs[slot].run.advance(to: min(end, view.count), in: view) }
        }
      }
    }
    for (place, run) in runs {
      results[place] = ReplayResult(
        configuration: configurations[place], trades: run.grid.trades, skipped: run.grid.skipped)
    }
    return results.compactMap { $0 }
  }

  /// Quotes that fit into a core's second-level cache with their index.
  private static let stretch = 1 << 15

  private func phases(_ sessions: SessionSet) -> TradingPhases {
    sessions == .all
      ? week : TradingPhases(sessions: sessions, series: series, calendar: TradingCalendar(week: profile.week))
  }
}

extension Replay {
  /// Bytes that quotes and index take.
  package var memory: Int {
    series.count * 16 + series.continuous.count * 8 + (index?.blocks.count ?? 0) * MemoryLayout<SIMD4<Int32>>.stride
  }
}
