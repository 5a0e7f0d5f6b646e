/// The open positions of one side, sorted by entry price, in a fixed ring.
///
/// In a replay the configuration never changes, so that all stops lie one distance from their entries and all targets
/// another: what is reached next is always at one of the two ends.
struct PositionBook {
  /// Most positions that fit.
  static let capacity = 64

  /// Entry price in the upper half, the trade's index in the lower one.
  private var slots = InlineArray<64, Int64>(repeating: 0)
  private var head = 0
  private(set) var count = 0

  @inline(__always)
  var isEmpty: Bool { count == 0 }

  @inline(__always)
  var lowest: Int32 { Int32(truncatingIfNeeded: slots[head & 63] >> 32) }

  @inline(__always)
  var highest: Int32 { Int32(truncatingIfNeeded: slots[(head &+ count &- 1) & 63] >> 32) }

  /// Removes the position with the lowest entry and returns its trade.
  @inline(__always)
  mutating func popLowest() -> Int {
    let slot = slots[head & 63]
    head = (head &+ 1) & 63
    count &-= 1
    return Int(slot & 0xffff_ffff)
  }

  /// Removes the position with the highest entry and returns its trade.
  @inline(__always)
  mutating func popHighest() -> Int {
    count &-= 1
    return Int(slots[(head &+ count) & 63] & 0xffff_ffff)
  }

  /// Adds a position; there must be room.
  @inline(__always)
  mutating func insert(price: Int32, trade: Int) {
    let slot = Int64(price) << 32 | Int64(trade)
    if count > 0, slot < slots[head & 63] {
      head = (head &- 1) & 63
      slots[head] = slot
      count &+= 1
      return
    }
    var place = count
    while place > 0, slots[(head &+ place &- 1) & 63] > slot {
      slots[(head &+ place) & 63] = slots[(head &+ place &- 1) & 63]
      place &-= 1
    }
    slots[(head &+ place) & 63] = slot
    count &+= 1
  }
}
