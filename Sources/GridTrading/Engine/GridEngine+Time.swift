internal import Domain

extension GridEngine {
  /// The anchor, which outside the trading hours is the last mid price.
  var effectiveAnchorTwice: Int64? {
    guard phase != .open, anchorTwice != nil else { return anchorTwice }
    return Int64(last.bid.points) + Int64(last.ask.points)
  }

  /// Does what time alone brings, before the quote at `time` is judged: bars end, swap is charged, sessions change.
  mutating func awake(at time: Int64) {
    bars.close(lastTime: last.time, lastBid: last.bid.points, before: time)
    if time >= rollover { chargeSwap(at: time) }
    if time >= hourEnd { enterHour(at: time) }
    wake = (time / MarketTime.minute + 1) * MarketTime.minute
  }

  mutating func chargeSwap(at time: Int64) {
    let accounting = TradeAccounting(profile: profile)
    let nights = calendar.swapNights(at: time)
    for index in positions.indices {
      let trade = positions[index]
      let owed = nights - calendar.swapNights(at: trade.entryTime)
      positions[index].costs.swap = accounting.swap(trade.side, lots: trade.lots, nights: owed)
    }
    rollover = calendar.nextRollover(after: time)
  }

  private mutating func enterHour(at time: Int64) {
    let hour = calendar.hour(at: time)
    hourEnd = hour.end
    anchorTwice = effectiveAnchorTwice
    phase = TradingPhase(of: hour, sessions: configuration.tradingSessions)
    refreshLevels()
  }

  /// Finds the nearest levels again after anything that moves them.
  mutating func refreshLevels() {
    levels = TriggerLevels()
    guard phase != .closed else { return }
    if let anchorTwice, phase == .open {
      let spacing = 2 * Int64(configuration.gridSpacing.tenths)
      levels.askLow = Int32(clamping: (anchorTwice - spacing) >> 1)
      levels.bidHigh = Int32(clamping: (anchorTwice + spacing + 1) >> 1)
    }
    for trade in positions { levels.include(trade) }
  }
}
