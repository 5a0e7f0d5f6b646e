internal import Domain

/// A series and its index as the search reads them, for the length of one call.
struct SeriesView {
  let bids: UnsafePointer<Int32>
  let asks: UnsafePointer<Int32>
  let continuous: UnsafePointer<UInt64>
  let count: Int
  /// Whether continuous quotes are followed along their path or taken as jumps.
  let followsPaths: Bool
  /// The smallest blocks first; `nil` to look at every quote.
  let blocks: UnsafePointer<ExtremesIndex.Extremes>?
  let starts: UnsafePointer<Int>
  let levels: Int

  @inline(__always)
  func isPath(_ index: Int) -> Bool {
    followsPaths && continuous[index &>> 6] &>> UInt64(index & 63) & 1 == 1
  }

  /// Whether quote `index`, or for a path a point on the way to it, may reach a level.
  @inline(__always)
  func mayReach(_ index: Int, _ levels: TriggerLevels) -> Bool {
    let bid = bids[index]
    let ask = asks[index]
    if levels.isReached(bid: bid, ask: ask) { return true }
    guard isPath(index) else { return false }
    let start = bids[index &- 1]
    return levels.isReached(bid: start, ask: start &+ ask &- bid)
  }

  /// The first quote from `start` on that may reach a level, before `end` if every quote is looked at; else a number not
  /// below `end`.
  @inline(__always)
  func firstReached(from start: Int, before end: Int, _ levels: TriggerLevels) -> Int {
    guard let blocks else {
      var index = start
      while index < end, !mayReach(index, levels) { index &+= 1 }
      return index
    }
    return firstReached(from: start, levels, in: blocks)
  }

  /// The same over the whole series, with the index; `count` where no level is reached.
  private func firstReached(
    from start: Int, _ trigger: TriggerLevels, in blocks: UnsafePointer<ExtremesIndex.Extremes>
  ) -> Int {
    let shift = ExtremesIndex.shift
    let mask = 1 &<< shift &- 1
    var index = start
    let boundary = min(count, (start &+ mask) & ~mask)
    while index < boundary {
      if mayReach(index, trigger) { return index }
      index &+= 1
    }
    guard index < count else { return count }
    let extremes = trigger.extremes
    var level = 0
    var block = index &>> shift
    while block < starts[level &+ 1] &- starts[level] {
      if any(blocks[starts[level] &+ block] .<= extremes) {
        if level > 0 {
          level &-= 1
          block &<<= shift
          continue
        }
        index = block &<< shift
        let end = min(count, index &+ mask &+ 1)
        while index < end {
          if mayReach(index, trigger) { return index }
          index &+= 1
        }
      }
      block &+= 1
      while block & mask == 0, level < levels &- 1 {
        block &>>= shift
        level &+= 1
      }
    }
    return count
  }
}

extension QuoteSeries {
  /// Lends the series to a search; the view must not outlive `body`.
  func withView<Result>(
    _ index: ExtremesIndex?, path: ReplayPath, _ body: (SeriesView) throws -> Result
  ) rethrows -> Result {
    try bids.withUnsafeBufferPointer { bids in
      try asks.withUnsafeBufferPointer { asks in
        try continuous.withUnsafeBufferPointer { continuous in
          try (index?.blocks ?? []).withUnsafeBufferPointer { blocks in
            try (index?.starts ?? [0]).withUnsafeBufferPointer { starts in
              guard
                let bidBase = bids.baseAddress, let askBase = asks.baseAddress,
                let pathBase = continuous.baseAddress, let startBase = starts.baseAddress
              else { preconditionFailure("a view is made of a series with at least one quote") }
              return try body(
                SeriesView(
                  bids: bidBase, asks: askBase, continuous: pathBase, count: count, followsPaths: path == .bars,
                  blocks: index == nil ? nil : blocks.baseAddress, starts: startBase, levels: starts.count - 1))
            }
          }
        }
      }
    }
  }
}
