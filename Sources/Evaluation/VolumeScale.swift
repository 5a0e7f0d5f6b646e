package import Domain

/// How much of a frozen bot's volume another bot has traded of late, from one frozen trade to the next.
///
/// Both volumes are of the week up to the trade, itself included: every hour and every day of the week is in it once, so
/// that hours without trades are not followed, and a week of half the lots is. A week's share lags behind a bot that
/// changes its volume; what the twin has traded too much or too little for that is made up over a week's volume.
struct VolumeScale {
  private static let week = 7 * MarketTime.day

  private var other: Stretch
  private var frozen = Stretch([])
  /// What rounding down has left over, in hundredths of a lot.
  private var owed = 0.0
  /// Hundredths of a lot that the twin has traded, before rounding.
  private var traded = 0.0

  init(_ openings: [TradeOpening]) {
    other = Stretch(openings)
  }

  /// The twin's volume of the next frozen trade, in hundredths of a lot.
  mutating func volume(of trade: TradeOpening) -> Int64 {
    frozen.append(trade)
    let whole = frozen.lots(after: trade.time - Self.week, before: trade.time)
    let share = other.lots(after: trade.time - Self.week, before: trade.time)
    guard whole > 0 else { return 0 }
    let lots = Double(trade.lots.hundredths)
    let base = lots * Double(share) / Double(whole)
    let behind = Double(other.total) - (traded + base)
    let wanted = max(0, base + behind * lots / Double(whole))
    traded += wanted
    owed += wanted
    // A billionth, so that whole numbers stay whole.
    let volume = (owed + 1e-9).rounded(.down)
    owed -= volume
    return Int64(volume)
  }
}

/// The openings of a stretch of time that only moves on, and their lots.
private struct Stretch {
  private var openings: [TradeOpening]
  private var first = 0
  private var next = 0
  private var lots: Int64 = 0
  /// Hundredths of a lot from the beginning to the end that was asked for last.
  private(set) var total: Int64 = 0
  /// How often was asked for the same end.
  private var end = Int64.min
  private var asked = 0

  init(_ openings: [TradeOpening]) {
    self.openings = openings
  }

  mutating func append(_ opening: TradeOpening) { openings.append(opening) }

  /// Hundredths of a lot, with one opening at the end itself for every time that was asked for it: several trades of one
  /// quote have one time, and each of the frozen bot's takes one of the other's.
  mutating func lots(after start: Int64, before end: Int64) -> Int64 {
    while next < openings.count, openings[next].time < end { take() }
    asked = end == self.end ? asked + 1 : 1
    self.end = end
    var present = 0
    while present < asked, next - present > first, openings[next - present - 1].time == end { present += 1 }
    if present < asked, next < openings.count, openings[next].time == end { take() }
    while first < next, openings[first].time <= start {
      lots -= Int64(openings[first].lots.hundredths)
      first += 1
    }
    return lots
  }

  private mutating func take() {
    lots += Int64(openings[next].lots.hundredths)
    total += Int64(openings[next].lots.hundredths)
    next += 1
  }
}

/// When a bot opened a trade and how much, which is all that its activity-matched twin needs of it.
package struct TradeOpening: Hashable, Sendable {
  package var time: Int64
  package var lots: Lots

  package init(time: Int64, lots: Lots) {
    self.time = time
    self.lots = lots
  }
}
