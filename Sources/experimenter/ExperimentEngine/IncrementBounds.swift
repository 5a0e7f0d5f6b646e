import Domain
import GridTrading

/// The most by which the difference between two arms can move until one of them trades again, known beforehand.
///
/// Until the next fill no exit is reached, so the price stays between the nearest exits above and below, and only the
/// net exposure that one arm has more than the other earns anything. The quote that brings the fill may go further by
/// the gap allowance; over that stretch all that the arms do not hold alike, and what they may still open on the way,
/// counts in full. Positions that both arms hold alike cancel.
struct IncrementBounds {
  private let most: Money

  init(old: GridEngine, new: GridEngine, quote: Quote, gapSpreads: Int) {
    let profile = old.profile
    let gap = Int64(profile.medianSpread.tenths) * Int64(max(1, gapSpreads))
    var corridor = Corridor()
    let unlike =
      old.positions.filter { trade in !new.positions.contains { $0.isTwin(of: trade) } }
      + new.positions.filter { trade in !old.positions.contains { $0.isTwin(of: trade) } }
    for trade in old.positions { corridor.take(trade, quote) }
    for trade in new.positions { corridor.take(trade, quote) }
    // All that may move at all, in hundredths of a lot.
    var lots = Self.mayOpen(old, gap) + Self.mayOpen(new, gap)
    for trade in unlike { lots += Int64(trade.lots.hundredths) }
    let net = abs(Self.exposure(new) - Self.exposure(old))
    let points = net * corridor.width + lots * (gap + Int64(profile.medianSpread.tenths))
    let nights: Int64 = 10
    let charges =
      2 * profile.commission.micros + nights * (abs(profile.swapLong.micros) + abs(profile.swapShort.micros))
    most = Money(micros: points * profile.pointValue.micros + lots * charges)
  }

  /// Of new minus old, in money.
  var range: ClosedRange<Double> { -most.value...most.value }

  /// Hundredths of a lot that one arm may open while the price runs through the gap: a position each spacing.
  private static func mayOpen(_ arm: GridEngine, _ gap: Int64) -> Int64 {
    let rules = arm.configuration
    let positions = min(Int64(rules.maxPositions), 1 + gap / max(1, Int64(rules.gridSpacing.tenths)))
    return positions * Int64(rules.lotSize.hundredths)
  }

  /// Hundredths of a lot bought less those sold.
  private static func exposure(_ arm: GridEngine) -> Int64 {
    var sum: Int64 = 0
    for trade in arm.positions { sum += (trade.side == .buy ? 1 : -1) * Int64(trade.lots.hundredths) }
    return sum
  }

  /// Points to the nearest exit in either direction.
  private struct Corridor {
    private var up = Int64.max
    private var down = Int64.max

    mutating func take(_ trade: OpenTrade, _ quote: Quote) {
      let isBuy = trade.side == .buy
      let mark = Int64((isBuy ? quote.bid : quote.ask).points)
      up = min(up, max(0, Int64((isBuy ? trade.takeProfit : trade.stopLoss).points) - mark))
      down = min(down, max(0, mark - Int64((isBuy ? trade.stopLoss : trade.takeProfit).points)))
    }

    /// Zero where nothing is open, and so nothing can move.
    var width: Int64 { up == .max ? 0 : max(up, down) }
  }
}

extension OpenTrade {
  /// Whether both will earn the same to the last quote.
  func isTwin(of other: OpenTrade) -> Bool {
    side == other.side && entryTime == other.entryTime && entryPrice == other.entryPrice && stopLoss == other.stopLoss
      && takeProfit == other.takeProfit && lots == other.lots
  }
}
