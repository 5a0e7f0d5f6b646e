internal import Domain

/// Many configurations on their way through a series, sharing what they have in common.
///
/// Those with one spacing and the same sessions attempt entries at the same points, and all positions of one entry share
/// the walk to their exits. What is left for each configuration alone is to go through the attempts of its grid.
struct BatchRun {
  private struct Grid {
    var path: EntryPath
    var attempts: [EntryAttempt] = []
    /// With their places in the batch.
    var members: [(place: Int, trades: AttemptTrades)] = []

    mutating func advance(to end: Int, in view: SeriesView, _ passages: inout ExitPassages) {
      attempts.removeAll(keepingCapacity: true)
      path.advance(to: end, in: view, appendingTo: &attempts)
      for slot in members.indices { members[slot].trades.take(&attempts, &passages, in: view) }
    }
  }

  private var grids: [Grid] = []
  private var passages: ExitPassages

  /// - Parameter phases: of the sessions of each configuration.
  init(
    _ configurations: [Configuration], profile: SymbolProfile, in view: SeriesView,
    phases: (SessionSet) -> TradingPhases
  ) {
    let slippage = profile.slippage.tenths
    // When the venue trades is the same whatever the sessions.
    passages = ExitPassages(
      of: configurations, slippage: slippage, closed: phases(.all).ranges(of: .closed, count: view.count))
    var known: [[Int32]: Int] = [:]
    for (place, configuration) in configurations.enumerated() {
      let key = [configuration.gridSpacing.tenths, Int32(configuration.tradingSessions.rawValue)]
      let slot = known[key] ?? grids.count
      if slot == grids.count {
        known[key] = slot
        let phases = phases(configuration.tradingSessions)
        grids.append(Grid(path: EntryPath(configuration, slippage: slippage, phases: phases, in: view)))
      }
      grids[slot].members.append((place, AttemptTrades(configuration, profile: profile, passages: passages)))
    }
  }

  /// Quotes that fit into a core's second-level cache with their index.
  private static let stretch = 1 << 15

  /// Plays the series, stretch by stretch: all grids over one while it is in the cache.
  mutating func run(in view: SeriesView) {
    for start in stride(from: 0, to: view.count, by: Self.stretch) {
      let end = min(start + Self.stretch, view.count)
      view.readThrough(start..<end)
      passages.removeAll()
      for slot in grids.indices { grids[slot].advance(to: end, in: view, &passages) }
    }
  }

  /// The trades of each configuration and the attempts that it skipped, in no order.
  func forEach(_ body: (_ place: Int, _ trades: AttemptTrades) -> Void) {
    for grid in grids {
      for (place, trades) in grid.members { body(place, trades) }
    }
  }
}
