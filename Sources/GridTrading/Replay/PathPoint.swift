internal import Domain

/// A point of a series at which something happens: a quote, or a point of the path on the way to it.
struct PathPoint {
  let index: Int
  /// Points passed on the way from the last quote's bid; 0 for a quote that is taken as it comes.
  let step: Int
  let bid: Int32
  let ask: Int32

  /// Orders the points of a series.
  @inline(__always)
  var moment: UInt64 { UInt64(truncatingIfNeeded: index) &<< 32 | UInt64(truncatingIfNeeded: step) }
}

extension SeriesView {
  /// Quote `index` as a point that has nothing of its path left.
  @inline(__always)
  func point(at index: Int) -> PathPoint {
    PathPoint(index: index, step: 0, bid: bids[index], ask: asks[index])
  }

  /// The first point after `point`, and before quote `end`, at which a level is reached.
  @inline(__always)
  func next(after point: PathPoint, before end: Int, _ levels: TriggerLevels) -> PathPoint? {
    if point.bid != bids[point.index],
      let next = pathPoint(at: point.index, from: Int(point.bid), levels)
    {
      return next
    }
    var index = firstReachedSteadily(from: point.index &+ 1, levels)
    while index < end {
      if let next = arrival(at: index, levels) { return next }
      index = firstReachedSteadily(from: index &+ 1, levels)
    }
    return nil
  }

  /// The first point of quote `index` and the path to it at which a level is reached.
  @inline(__always)
  private func arrival(at index: Int, _ levels: TriggerLevels) -> PathPoint? {
    if isPath(index), bids[index &- 1] != bids[index] {
      return pathPoint(at: index, from: Int(bids[index &- 1]), levels)
    }
    return levels.isReached(bid: bids[index], ask: asks[index]) ? point(at: index) : nil
  }

  private func pathPoint(at index: Int, from position: Int, _ levels: TriggerLevels) -> PathPoint? {
    let spread = asks[index] &- bids[index]
    guard let reached = levels.firstReached(from: position, to: Int(bids[index]), spread: Int(spread)) else {
      return nil
    }
    let bid = Int32(truncatingIfNeeded: reached)
    return PathPoint(
      index: index, step: abs(reached &- Int(bids[index &- 1])), bid: bid, ask: bid &+ spread)
  }
}
