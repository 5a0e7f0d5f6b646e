internal import Domain

/// One configuration on its way through a series.
struct FastRun {
  private(set) var grid: FastGrid
  /// The next quote that has not been looked at.
  private var cursor = 1
  /// The next quote that may reach a level, as far as it is known; at least `cursor`.
  private var pending: Int?
  private let changes: [TradingPhases.Change]
  private var nextChange = 0

  init(configuration: Configuration, profile: SymbolProfile, series: QuoteSeries, phases: TradingPhases) {
    grid = FastGrid(
      configuration: configuration, profile: profile, bid: series.bids[0], ask: series.asks[0])
    changes = phases.changes
    grid.enter(phases.first, lastBid: series.bids[0], lastAsk: series.asks[0])
  }

  /// Trades the quotes before `end`.
  mutating func advance(to end: Int, in view: SeriesView) {
    while nextChange < changes.count, changes[nextChange].index < end {
      let change = changes[nextChange]
      trade(before: change.index, in: view)
      grid.enter(change.phase, lastBid: view.bids[change.index - 1], lastAsk: view.asks[change.index - 1])
      pending = nil
      nextChange += 1
    }
    trade(before: end, in: view)
  }

  private mutating func trade(before end: Int, in view: SeriesView) {
    var reached = pending ?? view.firstReached(from: cursor, before: end, grid.levels)
    while reached < end {
      meet(reached, in: view)
      reached = view.firstReached(from: reached &+ 1, before: end, grid.levels)
    }
    // The index may have looked beyond the end; what it found stays the next one while the levels stay.
    pending = view.blocks == nil ? nil : reached
    cursor = end
  }

  @inline(__always)
  private mutating func meet(_ index: Int, in view: SeriesView) {
    let bid = view.bids[index]
    let ask = view.asks[index]
    guard view.isPath(index), view.bids[index &- 1] != bid else {
      grid.trade(index: index, bid: bid, ask: ask)
      return
    }
    var position = Int(view.bids[index &- 1])
    let spread = ask &- bid
    while let reached = grid.levels.firstReached(from: position, to: Int(bid), spread: Int(spread)) {
      position = reached
      let point = Int32(truncatingIfNeeded: reached)
      grid.trade(index: index, bid: point, ask: point &+ spread)
    }
  }
}
