internal import Domain

/// The grid of `GridEngine` for one configuration that stays, without filter and gate: what a replay needs and no more.
///
/// It decides alike, which the tests show trade by trade; it is quick because it keeps positions sorted and trades small
/// and leaves costs to the end.
struct FastGrid {
  private(set) var trades: [ReplayTrade] = []
  /// Grid levels that opened nothing: the cap, the spread, the venue's minimum distance.
  private(set) var skipped = 0
  private(set) var levels = TriggerLevels()

  private var buys = PositionBook()
  private var sells = PositionBook()
  private var anchorTwice: Int64
  private var phase = TradingPhase.open

  private let spacingTwice: Int64
  private let takeProfit: Int32
  private let stopLoss: Int32
  private let slippage: Int32
  private let maxPositions: Int
  private let spreads: EntrySpreads

  /// Whether the settings are within what this type does; `GridEngine` does the rest.
  static func supports(_ configuration: Configuration) -> Bool {
    configuration.entryFilter == .none && configuration.maxPositions <= PositionBook.capacity
      && configuration.takeProfit.tenths > 0 && configuration.stopLoss.tenths > 0
  }

  /// - Parameters:
  ///   - bid: the first quote's, which sets the anchor and is not traded.
  ///   - ask: the first quote's.
  init(configuration: Configuration, profile: SymbolProfile, bid: Int32, ask: Int32) {
    spacingTwice = 2 * Int64(configuration.gridSpacing.tenths)
    takeProfit = configuration.takeProfit.tenths
    stopLoss = configuration.stopLoss.tenths
    slippage = profile.slippage.tenths
    maxPositions = configuration.maxPositions
    spreads = EntrySpreads(configuration, profile: profile)
    anchorTwice = Int64(bid) + Int64(ask)
    trades.reserveCapacity(4096)
    refreshLevels()
  }

  /// Trades one price: exits, then at most one entry. The caller has seen that a level is reached.
  @inline(__always)
  mutating func trade(index: Int, bid: Int32, ask: Int32) {
    while !buys.isEmpty, bid <= buys.highest &- stopLoss {
      close(buys.popHighest(), index, bid &- slippage, .stopLoss)
    }
    while !buys.isEmpty, bid >= buys.lowest &+ takeProfit { close(buys.popLowest(), index, bid, .takeProfit) }
    while !sells.isEmpty, ask >= sells.lowest &+ stopLoss {
      close(sells.popLowest(), index, ask &+ slippage, .stopLoss)
    }
    while !sells.isEmpty, ask <= sells.highest &- takeProfit { close(sells.popHighest(), index, ask, .takeProfit) }
    if phase == .open { enter(index: index, bid: bid, ask: ask) }
    refreshLevels()
  }

  @inline(__always)
  private mutating func close(_ trade: Int, _ index: Int, _ price: Int32, _ reason: ExitReason) {
    trades[trade].exitIndex = UInt32(truncatingIfNeeded: index)
    trades[trade].exitPrice = Price(points: price)
    trades[trade].reason = reason
  }

  @inline(__always)
  private mutating func enter(index: Int, bid: Int32, ask: Int32) {
    if 2 &* Int64(ask) <= anchorTwice &- spacingTwice {
      anchorTwice = 2 &* Int64(ask)
      open(.buy, index, ask &+ slippage, spread: ask &- bid)
    } else if 2 &* Int64(bid) >= anchorTwice &+ spacingTwice {
      anchorTwice = 2 &* Int64(bid)
      open(.sell, index, bid &- slippage, spread: ask &- bid)
    }
  }

  @inline(__always)
  private mutating func open(_ side: Side, _ index: Int, _ price: Int32, spread: Int32) {
    guard buys.count &+ sells.count < maxPositions, spreads.allow(spread) else {
      skipped &+= 1
      return
    }
    if side == .buy {
      buys.insert(price: price, trade: trades.count)
    } else {
      sells.insert(price: price, trade: trades.count)
    }
    trades.append(
      ReplayTrade(
        entryIndex: UInt32(truncatingIfNeeded: index), exitIndex: 0, entryPrice: Price(points: price),
        exitPrice: Price(points: 0), side: side, reason: nil))
  }

  /// Coming back to where it may enter, the anchor is the last mid price from outside.
  mutating func enter(_ phase: TradingPhase, lastBid: Int32, lastAsk: Int32) {
    if phase == .open, self.phase != .open { anchorTwice = Int64(lastBid) + Int64(lastAsk) }
    self.phase = phase
    refreshLevels()
  }

  @inline(__always)
  private mutating func refreshLevels() {
    levels = TriggerLevels()
    if phase == .closed { return }
    if phase == .open {
      levels.askLow = Int32(truncatingIfNeeded: (anchorTwice &- spacingTwice) >> 1)
      levels.bidHigh = Int32(truncatingIfNeeded: (anchorTwice &+ spacingTwice &+ 1) >> 1)
    }
    if !buys.isEmpty {
      levels.bidLow = buys.highest &- stopLoss
      levels.bidHigh = min(levels.bidHigh, buys.lowest &+ takeProfit)
    }
    if !sells.isEmpty {
      levels.askHigh = sells.lowest &+ stopLoss
      levels.askLow = max(levels.askLow, sells.highest &- takeProfit)
    }
  }
}
