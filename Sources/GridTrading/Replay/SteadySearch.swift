internal import Domain

// Comparisons of vectors are quick where both sides have a plain type; written generically, they go lane by lane.
private typealias Lanes = SIMD8<Int32>
private typealias Blocks = UnsafePointer<ExtremesIndex.Extremes>

extension SeriesView {
  private static let laneBits = Lanes(1, 2, 4, 8, 16, 32, 64, 128)

  /// The first quote from `start` on that may reach a level, `count` where none does: the same as `firstReached`, eight
  /// blocks at a time.
  ///
  /// `firstReached` looks at block after block, and is fast while the processor can guess where it ends. Over many levels
  /// it cannot, and every wrong guess costs more than looking at all eight at once does.
  func firstReachedSteadily(from start: Int, _ trigger: TriggerLevels) -> Int {
    guard start < count else { return count }
    guard let blocks else { return firstReached(from: start, before: count, trigger) }
    let shift = ExtremesIndex.shift
    let extremes = trigger.extremes
    var block = start &>> shift
    var found = reaching(block, trigger).from(start & 7)
    while found.isEmpty {
      var level = 0
      while true {
        let later = reaching(blocks + starts[level] + (block & ~7), extremes).from(block & 7 &+ 1)
        if !later.isEmpty {
          block = (block & ~7) &+ later.first
          break
        }
        block &>>= shift
        level &+= 1
        if level == levels { return count }
      }
      while level > 0 {
        level &-= 1
        block &<<= shift
        block &+= reaching(blocks + starts[level] + block, extremes).first
      }
      found = reaching(block, trigger)
    }
    return block &<< shift &+ found.first
  }

  /// The blocks of eight that reach a level.
  @inline(__always)
  private func reaching(_ blocks: Blocks, _ levels: ExtremesIndex.Extremes) -> LaneSet {
    let eight = Lanes(lowHalf: quiet(blocks, levels), highHalf: quiet(blocks + 4, levels))
    return LaneSet(eight .== Lanes(repeating: -1)).inverted
  }

  /// For each of four blocks −1 where it reaches no level.
  @inline(__always)
  private func quiet(_ blocks: Blocks, _ levels: ExtremesIndex.Extremes) -> SIMD4<Int32> {
    let words = SIMD16(lowHalf: words(blocks, levels), highHalf: words(blocks + 2, levels))
    return unsafeBitCast(SIMD16<Int8>(truncatingIfNeeded: words), to: SIMD4<Int32>.self)
  }

  /// For each of two blocks and each level −1 where it is not reached.
  @inline(__always)
  private func words(_ blocks: Blocks, _ levels: ExtremesIndex.Extremes) -> SIMD8<Int16> {
    let one = unsafeBitCast(blocks[0] .> levels, to: SIMD4<Int32>.self)
    let other = unsafeBitCast(blocks[1] .> levels, to: SIMD4<Int32>.self)
    return SIMD8(truncatingIfNeeded: Lanes(lowHalf: one, highHalf: other))
  }

  /// The quotes of a smallest block that may reach a level.
  @inline(__always)
  private func reaching(_ block: Int, _ levels: TriggerLevels) -> LaneSet {
    let first = block &<< ExtremesIndex.shift
    guard block > 0, first &+ 8 <= count else { return reachingSingly(first, levels) }
    let bid = UnsafeRawPointer(bids + first).loadUnaligned(as: Lanes.self)
    let ask = UnsafeRawPointer(asks + first).loadUnaligned(as: Lanes.self)
    let found = levels.areReached(bids: bid, asks: ask)
    guard followsPaths else { return LaneSet(found) }
    let start = UnsafeRawPointer(bids + first - 1).loadUnaligned(as: Lanes.self)
    let paths = Int32(truncatingIfNeeded: continuous[first &>> 6] &>> UInt64(first & 63))
    let isPath = (Lanes(repeating: paths) & Self.laneBits) .== Self.laneBits
    return LaneSet(found .| levels.areReached(bids: start, asks: start &+ ask &- bid) .& isPath)
  }

  private func reachingSingly(_ first: Int, _ levels: TriggerLevels) -> LaneSet {
    var found = LaneSet()
    for index in first..<min(first &+ 8, count) where mayReach(index, levels) { found.insert(index &- first) }
    return found
  }
}

extension TriggerLevels {
  @inline(__always)
  fileprivate func areReached(bids: Lanes, asks: Lanes) -> SIMDMask<Lanes> {
    (bids .<= Lanes(repeating: bidLow)) .| (bids .>= Lanes(repeating: bidHigh))
      .| (asks .<= Lanes(repeating: askLow)) .| (asks .>= Lanes(repeating: askHigh))
  }
}

extension SeriesView {
  /// Reads a stretch once, in order, which the processor does ahead of itself; a search leaps about and would wait for
  /// the memory at every leap.
  func readThrough(_ quotes: Range<Int>) {
    var sum: Int32 = 0
    for index in stride(from: quotes.lowerBound, to: quotes.upperBound, by: 16) { sum ^= bids[index] ^ asks[index] }
    if let blocks {
      let shift = ExtremesIndex.shift
      for block in stride(from: quotes.lowerBound >> shift, to: quotes.upperBound >> shift, by: 4) {
        sum ^= blocks[block][0]
      }
    }
    keep(sum)
  }

  /// Takes a value that nobody needs, so that what it is made of is read all the same.
  @inline(never)
  @_optimize(none)
  private func keep(_ value: Int32) {}
}
