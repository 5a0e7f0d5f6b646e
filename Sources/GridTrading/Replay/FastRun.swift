internal import Domain

/// One configuration on its way through a series.
struct FastRun {
  private(set) var grid: FastGrid
  /// The next quote that has not been looked at.
  private var cursor = 1
  private let changes: [TradingPhases.Change]

  init(configuration: Configuration, profile: SymbolProfile, series: QuoteSeries, phases: TradingPhases) {
    grid = FastGrid(
      configuration: configuration, profile: profile, bid: series.bids[0], ask: series.asks[0])
    changes = phases.changes
    grid.enter(phases.first, lastBid: series.bids[0], lastAsk: series.asks[0])
  }

  /// Trades all quotes.
  mutating func run(in view: SeriesView) {
    for change in changes {
      trade(before: change.index, in: view)
      grid.enter(change.phase, lastBid: view.bids[change.index - 1], lastAsk: view.asks[change.index - 1])
    }
    trade(before: view.count, in: view)
  }

  private mutating func trade(before end: Int, in view: SeriesView) {
    var reached = view.firstReached(from: cursor, before: end, grid.levels)
    while reached < end {
      meet(reached, in: view)
      reached = view.firstReached(from: reached &+ 1, before: end, grid.levels)
    }
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
