import Domain
import GridTrading

/// The least and most that the difference between two arms can move until one of them trades again, known beforehand.
///
/// Positions that both arms hold alike cancel. What the others earn depends only on where the price is when the next
/// fill has happened: each gains or loses with it, one for one, as far as its own target or stop. Until that fill the
/// price stays between the nearest exits, and the quote that brings it goes no further than its reach. So the worst and
/// the best are found by trying every point where a position would leave. Allowances are added for what a jump fills
/// beyond its price, for positions opened on the way, which can only lose while the price runs on, and for charges.
struct IncrementBounds {
  private let lowest: Money
  private let highest: Money

  init(old: GridEngine, new: GridEngine, quote: Quote, reach: QuoteReach) {
    let profile = old.profile
    var scenario = Scenario()
    for trade in old.positions {
      scenario.take(trade, quote, weight: new.positions.contains { $0.isTwin(of: trade) } ? 0 : -1)
    }
    for trade in new.positions {
      scenario.take(trade, quote, weight: old.positions.contains { $0.isTwin(of: trade) } ? 0 : 1)
    }
    let (low, high) = scenario.extremes(beyond: max(reach.run, reach.jump))
    let spread = Int64(profile.medianSpread.tenths)
    let (oldFresh, newFresh) = (Fresh(old, run: reach.run), Fresh(new, run: reach.run))
    let lots = scenario.lots + oldFresh.lots + newFresh.lots
    let slack = scenario.lots * reach.jump + max(oldFresh.loss, newFresh.loss) + lots * 4 * spread
    let nights: Int64 = 10
    let charges =
      2 * profile.commission.micros + nights * (abs(profile.swapLong.micros) + abs(profile.swapShort.micros))
    lowest = Money(micros: (low - slack) * profile.pointValue.micros - lots * charges)
    highest = Money(micros: (high + slack) * profile.pointValue.micros + lots * charges)
  }

  /// Of new minus old, in money.
  var range: ClosedRange<Double> { lowest.value...highest.value }

  /// What one arm may open on a run of the price: a position each spacing, all against the run.
  private struct Fresh {
    /// Hundredths of a lot.
    var lots: Int64 = 0
    /// Points × hundredths of a lot.
    var loss: Int64 = 0

    init(_ arm: GridEngine, run: Int64) {
      let rules = arm.configuration
      let (size, stop) = (Int64(rules.lotSize.hundredths), Int64(rules.stopLoss.tenths))
      var left = run
      for _ in 0..<max(0, rules.maxPositions) where left > 0 {
        lots += size
        loss += size * min(stop, left)
        left -= max(1, Int64(rules.gridSpacing.tenths))
      }
    }
  }
}

/// The positions that two arms do not hold alike, as functions of how far the price goes up or down.
private struct Scenario {
  private struct Leg {
    /// Hundredths of a lot; positive gains in the direction in question.
    var slope: Int64
    /// Points at which the position leaves.
    var cap: Int64
  }

  private var up: [Leg] = []
  private var down: [Leg] = []
  /// Points to the nearest exits, of positions held alike too.
  private var nearestUp = Int64.max
  private var nearestDown = Int64.max
  private(set) var lots: Int64 = 0

  mutating func take(_ trade: OpenTrade, _ quote: Quote, weight: Int64) {
    let isBuy = trade.side == .buy
    let mark = Int64((isBuy ? quote.bid : quote.ask).points)
    let capUp = max(0, Int64((isBuy ? trade.takeProfit : trade.stopLoss).points) - mark)
    let capDown = max(0, mark - Int64((isBuy ? trade.stopLoss : trade.takeProfit).points))
    nearestUp = min(nearestUp, capUp)
    nearestDown = min(nearestDown, capDown)
    guard weight != 0 else { return }
    let slope = weight * (isBuy ? 1 : -1) * Int64(trade.lots.hundredths)
    up.append(Leg(slope: slope, cap: capUp))
    down.append(Leg(slope: -slope, cap: capDown))
    lots += Int64(trade.lots.hundredths)
  }

  func extremes(beyond reach: Int64) -> (low: Int64, high: Int64) {
    var (low, high): (Int64, Int64) = (0, 0)
    for (legs, nearest) in [(up, nearestUp), (down, nearestDown)] where !legs.isEmpty {
      let farthest = nearest + reach
      for corner in legs.map({ min($0.cap, farthest) }) + [farthest] {
        let sum = legs.reduce(0) { $0 + $1.slope * min(corner, $1.cap) }
        low = min(low, sum)
        high = max(high, sum)
      }
    }
    return (low, high)
  }
}

extension OpenTrade {
  /// Whether both will earn the same to the last quote.
  func isTwin(of other: OpenTrade) -> Bool {
    side == other.side && entryTime == other.entryTime && entryPrice == other.entryPrice && stopLoss == other.stopLoss
      && takeProfit == other.takeProfit && lots == other.lots
  }
}

/// How far a price may go within one quote, in points.
struct QuoteReach: Hashable, Sendable, Codable {
  /// Along a path that fills orders on the way.
  var run: Int64
  /// Without a path, so that orders fill beyond their prices.
  var jump: Int64
}

extension ExperimenterSettings {
  func reach(of profile: SymbolProfile, isClosing: Bool) -> QuoteReach {
    let spread = Int64(max(1, profile.medianSpread.tenths))
    return QuoteReach(run: Int64(runSpreads) * spread, jump: Int64(isClosing ? weekendSpreads : jumpSpreads) * spread)
  }
}
