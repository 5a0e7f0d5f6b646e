internal import Domain

/// The lowest and highest bid and ask of blocks of quotes, of blocks of blocks and so on, so that a search leaps over
/// stretches in which no level is reached.
///
/// A block holds its lowest bid, negated highest bid, lowest ask and negated highest ask: with levels written alike, one
/// comparison of four lanes tells whether a block reaches any. A quote that came by a continuous path counts with its
/// path's start too, which makes blocks a little wider than they need be and no search wrong.
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
      starts.append(blocks.count)
      for first in stride(from: previous.lowerBound, to: previous.upperBound, by: 1 << Self.shift) {
        var extremes = blocks[first]
        for block in first..<min(first + 1 << Self.shift, previous.upperBound) {
          extremes = pointwiseMin(extremes, blocks[block])
        }
        blocks.append(extremes)
      }
      previous = previous.upperBound..<blocks.count
    }
    starts.append(blocks.count)
    self.blocks = blocks
    self.starts = starts
  }

  private static func appendSmallestBlocks(of series: QuoteSeries, to blocks: inout [Extremes]) {
    let size = 1 << shift
    blocks.reserveCapacity(series.count / size * 8 / 7 + 64)
    series.bids.withUnsafeBufferPointer { bids in
      series.asks.withUnsafeBufferPointer { asks in
        for first in stride(from: 0, to: series.count, by: size) {
          var extremes = Extremes(repeating: .max)
          // A block never straddles two words of path bits.
          let paths = UInt8(truncatingIfNeeded: series.continuous[first / 64] >> UInt64(first % 64))
          for index in first..<min(first + size, series.count) {
            extremes = pointwiseMin(extremes, point(bids[index], asks[index]))
            if index > 0, paths >> UInt8(index - first) & 1 == 1 {
              extremes = pointwiseMin(extremes, point(bids[index - 1], bids[index - 1] &+ asks[index] &- bids[index]))
            }
          }
          blocks.append(extremes)
        }
      }
    }
  }

  private static func point(_ bid: Int32, _ ask: Int32) -> Extremes {
    Extremes(bid, 0 &- bid, ask, 0 &- ask)
  }
}

extension TriggerLevels {
  /// The levels as an index writes them.
  var extremes: ExtremesIndex.Extremes {
    ExtremesIndex.Extremes(bidLow, 0 &- bidHigh, askLow, 0 &- askHigh)
  }
}
