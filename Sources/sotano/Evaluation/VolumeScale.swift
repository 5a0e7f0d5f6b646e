internal import Domain

/// How much of a frozen bot's volume another bot has traded of late, from one frozen trade to the next.
///
/// Both volumes are of the stretch that the last hundred frozen trades took, the present one included: long enough that an
/// hour without trades is not followed, short enough that a month of half the lots is.
struct VolumeScale {
  private static let window = 100

  private let openings: [TradeOpening]
  /// The other bot's openings within the stretch.
  private var first = 0
  private var next = 0
  private var otherLots: Int64 = 0
  /// The frozen bot's, in a ring.
  private var frozen: [TradeOpening] = []
  private var oldest = 0
  private var frozenLots: Int64 = 0
  /// What rounding down has left over, in hundredths of a lot.
  private var owed = 0.0

  init(_ openings: [TradeOpening]) {
    self.openings = openings
  }

  /// The twin's volume of the next frozen trade, in hundredths of a lot.
  mutating func volume(of trade: TradeOpening) -> Int64 {
    var begin = Int64.min
    if frozen.count < Self.window {
      frozen.append(trade)
    } else {
      begin = frozen[oldest].time
      frozenLots -= Int64(frozen[oldest].lots.hundredths)
      frozen[oldest] = trade
      oldest = (oldest + 1) % Self.window
    }
    frozenLots += Int64(trade.lots.hundredths)
    while next < openings.count, openings[next].time <= trade.time {
      otherLots += Int64(openings[next].lots.hundredths)
      next += 1
    }
    while first < next, openings[first].time <= begin {
      otherLots -= Int64(openings[first].lots.hundredths)
      first += 1
    }
    guard frozenLots > 0 else { return 0 }
    owed += Double(Int64(trade.lots.hundredths) * otherLots) / Double(frozenLots)
    // A billionth, so that whole numbers stay whole.
    let volume = (owed + 1e-9).rounded(.down)
    owed -= volume
    return Int64(volume)
  }
}
