/// When a block of a comparison is over.
///
/// Blocks must be long beside the dependence of the differences, or their sums are not independent and no test of them is
/// worth its level. A block lasts for `leastTrades` trades of the incumbent, at least `leastTime`, and three times the
/// block length that Politis and White find in the differences before it; it is fixed as the block begins.
package struct BlockSchedule: Hashable, Sendable, Codable {
  package let leastTrades: Int
  /// Open-market milliseconds.
  package let leastTime: Int64
  /// Trades that the running block needs.
  package private(set) var length: Int
  private var tradesAtStart = 0
  private var start: Int64

  static let dependenceFactor = 3.0

  package init(leastTrades: Int, leastTime: Int64, start: Int64) {
    precondition(leastTrades > 0 && leastTime >= 0, "a block has trades")
    self.leastTrades = leastTrades
    self.leastTime = leastTime
    self.start = start
    length = leastTrades
  }

  package func isOver(trades: Int, open: Int64) -> Bool {
    trades - tradesAtStart >= length && open - start >= leastTime
  }

  /// Begins the next block.
  ///
  /// - Parameter dependence: block length of the differences so far, in trades; nil where it is not estimated.
  package mutating func begin(after trades: Int, open: Int64, dependence: Double?) {
    tradesAtStart = trades
    start = open
    let wanted = dependence.map { Int((Self.dependenceFactor * $0).rounded(.up)) } ?? 0
    length = max(leastTrades, wanted)
  }
}
