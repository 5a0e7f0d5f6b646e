internal import Domain

/// The attempts of one grid on their way through a series.
///
/// The anchor moves at every attempt, also at one that opens nothing. So the attempts follow from the spacing, the sessions
/// and the quotes; targets, stops, caps and allowed spreads only decide which of them open something.
struct EntryPath {
  private let spacingTwice: Int64
  private let slippage: Int32
  /// Where it may enter.
  private let open: [Range<Int>]
  private var nextRange = 0
  /// `nil` outside.
  private var anchorTwice: Int64?
  /// Behind it there is nothing left to find.
  private var point: PathPoint

  init(_ configuration: Configuration, slippage: Int32, phases: TradingPhases, in view: SeriesView) {
    spacingTwice = 2 * Int64(configuration.gridSpacing.tenths)
    self.slippage = slippage
    open = phases.ranges(of: .open, count: view.count)
    point = view.point(at: 0)
  }

  /// Appends the attempts before quote `end` that have not been found yet.
  mutating func advance(to end: Int, in view: SeriesView, appendingTo attempts: inout [EntryAttempt]) {
    while nextRange < open.count, open[nextRange].lowerBound < end {
      let range = open[nextRange]
      // Coming back to where it may enter, the anchor is the last mid price from outside; at first it is the first one.
      if anchorTwice == nil { point = view.point(at: max(range.lowerBound - 1, 0)) }
      let anchor = anchorTwice ?? Int64(point.bid) + Int64(point.ask)
      anchorTwice = find(from: anchor, before: min(end, range.upperBound), in: view, appendingTo: &attempts)
      if range.upperBound > end { return }
      anchorTwice = nil
      nextRange += 1
    }
  }

  /// - Returns: twice the anchor at the end.
  private mutating func find(
    from start: Int64, before end: Int, in view: SeriesView, appendingTo attempts: inout [EntryAttempt]
  ) -> Int64 {
    var anchorTwice = start
    var levels = TriggerLevels()
    while true {
      levels.askLow = Int32(truncatingIfNeeded: (anchorTwice &- spacingTwice) >> 1)
      levels.bidHigh = Int32(truncatingIfNeeded: (anchorTwice &+ spacingTwice &+ 1) >> 1)
      guard let next = view.next(after: point, before: end, levels) else { break }
      let isBuy = next.ask <= levels.askLow
      anchorTwice = 2 &* Int64(isBuy ? next.ask : next.bid)
      attempts.append(EntryAttempt(next, isBuy: isBuy, slippage: slippage))
      point = next
    }
    if point.index < end - 1 { point = view.point(at: end - 1) }
    return anchorTwice
  }
}

/// A point at which a grid level is reached, whether or not a position is opened there.
struct EntryAttempt {
  let point: PathPoint
  let side: Side
  /// The entry's, with its slippage.
  let price: Price
  /// The place of its passages, once a configuration opens a position.
  var passages: Int?

  init(_ point: PathPoint, isBuy: Bool, slippage: Int32) {
    self.point = point
    side = isBuy ? .buy : .sell
    price = Price(points: isBuy ? point.ask &+ slippage : point.bid &- slippage)
  }
}

extension Side {
  /// Comparing cases of another module's enum calls into it.
  @inline(__always)
  var isBuy: Bool { if case .buy = self { true } else { false } }
}
