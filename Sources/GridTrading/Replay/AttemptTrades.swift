internal import Domain

/// What one configuration makes of the attempts of its grid: those that it opens, with their exits.
struct AttemptTrades {
  private(set) var trades: [ReplayTrade] = []
  /// Attempts that opened nothing: the cap, the spread, the venue's minimum distance.
  private(set) var skipped = 0
  /// Where the open positions end, in no order; some may have ended since the cap was last in question.
  private var ends = InlineArray<64, UInt64>(repeating: 0)
  private var held = 0
  /// The places of its distances among the passages of an entry.
  private let target: Int
  private let stop: Int
  private let maxPositions: Int
  private let spreads: EntrySpreads

  init(_ configuration: Configuration, profile: SymbolProfile, passages: ExitPassages) {
    target = passages.targets.firstIndex(of: configuration.takeProfit.tenths) ?? 0
    stop = passages.targets.count + (passages.stops.firstIndex(of: configuration.stopLoss.tenths) ?? 0)
    maxPositions = configuration.maxPositions
    spreads = EntrySpreads(configuration, profile: profile)
    trades.reserveCapacity(4096)
  }

  /// Takes the next attempts; their passages are looked up at the first configuration that opens a position there.
  mutating func take(_ attempts: inout [EntryAttempt], _ passages: inout ExitPassages, in view: SeriesView) {
    for slot in attempts.indices {
      let moment = attempts[slot].point.moment
      guard hasRoom(at: moment), spreads.allow(attempts[slot].point.ask &- attempts[slot].point.bid) else {
        skipped &+= 1
        continue
      }
      let first = attempts[slot].passages ?? passages.first(of: attempts[slot], in: view)
      attempts[slot].passages = first
      let profit = passages.passages[first &+ target]
      let loss = passages.passages[first &+ stop]
      // They never are the same moment: a price is not on both sides of the entry.
      let isProfit = profit.moment < loss.moment
      let exit = isProfit ? profit : loss
      let isEnded = exit.moment != .max
      ends[unchecked: held] = exit.moment
      held &+= 1
      trades.append(
        ReplayTrade(
          entryIndex: UInt32(truncatingIfNeeded: attempts[slot].point.index),
          exitIndex: isEnded ? UInt32(truncatingIfNeeded: exit.moment &>> 32) : 0,
          entryPrice: attempts[slot].price, exitPrice: exit.price, side: attempts[slot].side,
          reason: isProfit ? .takeProfit : isEnded ? .stopLoss : nil))
    }
  }

  /// Whether fewer positions than the cap are open. What ends at a point has ended before something is opened there.
  @inline(__always)
  private mutating func hasRoom(at moment: UInt64) -> Bool {
    if held < maxPositions { return true }
    var open = 0
    for slot in 0..<held {
      ends[unchecked: open] = ends[unchecked: slot]
      open &+= ends[unchecked: slot] > moment ? 1 : 0
    }
    held = open
    return open < maxPositions
  }
}

/// The spreads at which a configuration enters, with the venue's minimum stop distance worked in.
struct EntrySpreads {
  private let widest: Int32
  private let narrowest: Int32

  init(_ configuration: Configuration, profile: SymbolProfile) {
    let minimum = profile.minimumStopDistance.tenths
    let allowed = configuration.maxSpread.tenths
    widest = minimum > 0 ? min(allowed, configuration.stopLoss.tenths - minimum) : allowed
    narrowest = minimum > 0 ? minimum - configuration.takeProfit.tenths : .min
  }

  @inline(__always)
  func allow(_ spread: Int32) -> Bool { spread <= widest && spread >= narrowest }
}
