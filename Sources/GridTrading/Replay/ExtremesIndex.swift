internal import Domain

/// The lowest and highest bid and ask of blocks of quotes, of blocks of blocks and so on, so that a search leaps over
/// stretches in which no level is reached.
///
/// A block holds its lowest bid, negated highest bid, lowest ask and negated highest ask: with levels written alike,
/// one comparison of four lanes shows whether a block reaches any. A quote that came by a continuous path counts with
/// its path's start too, which makes blocks a little wider than they need be and no search wrong.
struct ExtremesIndex: Sendable {
  typealias Extremes = SIMD4<Int32>

  /// Quotes in the smallest block, and blocks in a block of the next level, as a power of two.
  static let shift = 3

  /// All levels after each other, the smallest blocks first.
  let blocks: [Extremes]
  /// Where each level begins in `blocks`, and last where the highest one ends.
  let starts: [Int]
  /// Quotes.
  let count: Int

  init(series: QuoteSeries) {
    count = series.count
    var blocks: [Extremes] = []
    var starts = [0]
    Self.appendSmallestBlocks(of: series, to: &blocks)
    var previous = 0..<blocks.count
    while previous.count > 1 {
      Self.fill(&blocks)
      starts.append(blocks.count)
      for first in stride(from: previous.lowerBound, to: previous.upperBound, by: 1 << Self.shift) {
        var extremes = blocks[first]
        for block in first..<min(first + 1 << Self.shift, previous.upperBound) {
          extremes = lesser(extremes, blocks[block])
        }
        blocks.append(extremes)
      }
      previous = starts[starts.count - 1]..<blocks.count
    }
    Self.fill(&blocks)
    starts.append(blocks.count)
    self.blocks = blocks
    self.starts = starts
  }

  /// Makes the last eight whole with blocks that reach nothing; every level begins at a multiple of eight.
  private static func fill(_ blocks: inout [Extremes]) {
    while blocks.count & (1 << shift - 1) != 0 { blocks.append(Extremes(repeating: .max)) }
  }

  private static func appendSmallestBlocks(of series: QuoteSeries, to blocks: inout [Extremes]) {
    let size = 1 << shift
    blocks.reserveCapacity(series.count / size * 8 / 7 + 64)
    series.bids.withUnsafeBufferPointer { bids in
      series.asks.withUnsafeBufferPointer { asks in
        guard let bids = bids.baseAddress, let asks = asks.baseAddress else { return }
        for first in stride(from: 0, to: series.count, by: size) {
          // A block never straddles two words of path bits.
          let paths = UInt8(truncatingIfNeeded: series.continuous[first / 64] >> UInt64(first % 64))
          let block = first..<min(first + size, series.count)
          blocks.append(
            block.count == size && first > 0
              ? wholeBlock(first, bids, asks, paths: paths) : anyBlock(block, bids, asks, paths: paths))
        }
      }
    }
  }

  private typealias Prices = UnsafePointer<Int32>

  private static func anyBlock(_ block: Range<Int>, _ bids: Prices, _ asks: Prices, paths: UInt8) -> Extremes {
    var extremes = Extremes(repeating: .max)
    for index in block {
      extremes = lesser(extremes, point(bids[index], asks[index]))
      if index > 0, paths >> UInt8(index - block.lowerBound) & 1 == 1 {
        extremes = lesser(extremes, start(index, bids, asks))
      }
    }
    return extremes
  }

  /// The same for a whole block. A path's start is a quote of its own within the block, unless the spread changed or the
  /// path comes from the block before.
  @inline(__always)
  private static func wholeBlock(_ first: Int, _ bids: Prices, _ asks: Prices, paths: UInt8) -> Extremes {
    var lowBid = bids[first]
    var highBid = lowBid
    var lowAsk = asks[first]
    var highAsk = lowAsk
    let spread = lowAsk &- lowBid
    var otherSpreads: Int32 = 0
    for index in first &+ 1..<first &+ 1 &<< shift {
      let bid = bids[index]
      let ask = asks[index]
      lowBid = bid < lowBid ? bid : lowBid
      highBid = bid > highBid ? bid : highBid
      lowAsk = ask < lowAsk ? ask : lowAsk
      highAsk = ask > highAsk ? ask : highAsk
      otherSpreads |= (ask &- bid) ^ spread
    }
    if paths > 1, otherSpreads != 0 {
      return anyBlock(first..<first + 1 << shift, bids, asks, paths: paths)
    }
    if paths & 1 == 1 {
      let bid = bids[first &- 1]
      lowBid = bid < lowBid ? bid : lowBid
      highBid = bid > highBid ? bid : highBid
      lowAsk = bid &+ spread < lowAsk ? bid &+ spread : lowAsk
      highAsk = bid &+ spread > highAsk ? bid &+ spread : highAsk
    }
    return Extremes(lowBid, 0 &- highBid, lowAsk, 0 &- highAsk)
  }

  @inline(__always)
  private static func start(_ index: Int, _ bids: Prices, _ asks: Prices) -> Extremes {
    point(bids[index - 1], bids[index - 1] &+ asks[index] &- bids[index])
  }

  @inline(__always)
  private static func point(_ bid: Int32, _ ask: Int32) -> Extremes {
    Extremes(bid, 0 &- bid, ask, 0 &- ask)
  }
}

@inline(__always)
private func lesser(_ left: SIMD4<Int32>, _ right: SIMD4<Int32>) -> SIMD4<Int32> {
  SIMD4(
    left[0] < right[0] ? left[0] : right[0], left[1] < right[1] ? left[1] : right[1],
    left[2] < right[2] ? left[2] : right[2], left[3] < right[3] ? left[3] : right[3])
}

extension TriggerLevels {
  /// The levels as an index writes them.
  var extremes: ExtremesIndex.Extremes {
    ExtremesIndex.Extremes(bidLow, 0 &- bidHigh, askLow, 0 &- askHigh)
  }
}
