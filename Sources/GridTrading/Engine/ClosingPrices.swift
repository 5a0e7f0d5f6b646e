internal import Domain

/// The last closing bids of every timeframe, for the Bollinger entry filter.
///
/// Only complete bars are kept: a bar is complete when a quote of a later bar arrives. Minutes without quotes make no
/// bar. All timeframes are kept at once, because the timeframe may be changed while the bot runs.
struct ClosingPrices: Hashable, Sendable, Codable {
  /// Bars in the average.
  static let length = 20

  /// Milliseconds, shortest first: made once, because a minute's end should take no memory.
  private static let barLengths = Timeframe.allCases.map(\.milliseconds)

  private var rings = Array(repeating: Ring(), count: Timeframe.allCases.count)

  /// Notes that the last quote before the one at `time` came at `lastTime` with this bid.
  mutating func close(lastTime: Int64, lastBid: Int32, before time: Int64) {
    for index in rings.indices {
      let length = Self.barLengths[index]
      // Longer bars end only where shorter ones do.
      if lastTime / length == time / length { return }
      rings[index].push(lastBid)
    }
  }

  /// Whether the bid lies at or beyond the band on the side against which the grid trades: at or below the lower one
  /// to buy, at or above the upper one to sell. False while fewer than twenty bars are known.
  ///
  /// With the sum S and the sum of squares Q of the n closes' distances from the bid, the mean lies S/n above it and the
  /// deviation is √(nQ − S²)/n, so that "the mean is two deviations away" is S² ≥ 4(nQ − S²), exact in integers.
  func permit(_ side: Side, bid: Int32, timeframe: Timeframe) -> Bool {
    guard let index = Timeframe.allCases.firstIndex(of: timeframe), rings[index].isFull else { return false }
    var sum: Int64 = 0
    var squares: Int64 = 0
    for close in rings[index].values {
      let distance = Int64(close) - Int64(bid)
      sum += distance
      squares += distance * distance
    }
    let isBeyond = sum * sum >= 4 * (Int64(Self.length) * squares - sum * sum)
    return isBeyond && (side == .buy ? sum >= 0 : sum <= 0)
  }

  private struct Ring: Hashable, Sendable, Codable {
    private(set) var values: [Int32] = []
    private var next = 0

    var isFull: Bool { values.count == ClosingPrices.length }

    mutating func push(_ value: Int32) {
      if isFull { values[next] = value } else { values.append(value) }
      next = (next + 1) % ClosingPrices.length
    }
  }
}
