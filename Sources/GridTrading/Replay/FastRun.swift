internal import Domain

/// One configuration on its way through a series.
struct FastRun {
  private(set) var grid: FastGrid
  /// The next quote that has not been looked at.
  private var cursor = 1
  /// The next quote that may reach a level, as far as it is known; at least `cursor`.
  private var pending: Int?
  /// Quotes at which the trading sessions begin or end, in order.
  private let boundaries: [Int]
  private var nextBoundary = 0
  private var isInside = true

  /// - Parameter boundaries: see `SessionBoundaries`.
  init(configuration: Configuration, profile: SymbolProfile, series: QuoteSeries, boundaries: SessionBoundaries) {
    grid = FastGrid(
      configuration: configuration, profile: profile, bid: series.bids[0], ask: series.asks[0])
    self.boundaries = boundaries.indices
    if !boundaries.beginsInside {
      isInside = false
      grid.setMayEnter(false, lastBid: series.bids[0], lastAsk: series.asks[0])
    }
  }

  /// Trades the quotes before `end`.
  mutating func advance(to end: Int, in view: SeriesView) {
    while nextBoundary < boundaries.count, boundaries[nextBoundary] < end {
      let boundary = boundaries[nextBoundary]
      trade(before: boundary, in: view)
      isInside.toggle()
      grid.setMayEnter(isInside, lastBid: view.bids[boundary - 1], lastAsk: view.asks[boundary - 1])
      pending = nil
      nextBoundary += 1
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
