package import Domain

/// The account through a replay, marked at every quote: how deep it fell and how long it took to come back.
package struct EquityCurve: Hashable, Sendable, Codable {
  /// Deepest fall from a peak, open losses included; zero or more.
  package private(set) var maximumDrawdown = Money.zero
  /// Longest open-market time from a peak until it was reached again, in milliseconds; where the last one never was, until
  /// the end.
  package private(set) var longestRecovery: Int64 = 0
  /// Whether the account stands at its peak at the end.
  package private(set) var isRecovered = true
  /// Profit of the trades that are open at the end, marked at the last quote.
  package private(set) var floating = Money.zero

  /// Walks the quotes once. Commission and swap are taken when a trade ends.
  ///
  /// Complexity: linear in the quotes at which a trade is open, and in the trades.
  package init(of result: ReplayResult, in replay: Replay) {
    let series = replay.series
    guard !series.isEmpty else { return }
    let point = TradeAccounting(profile: replay.profile).worth(1, lots: result.configuration.lotSize).micros
    var events = Events(of: result, in: replay)
    var position = Position()
    var peaks = Peaks(series: series, calendar: replay.calendar)
    var index = 0
    series.bids.withUnsafeBufferPointer { bids in
      series.asks.withUnsafeBufferPointer { asks in
        while index < series.count {
          events.apply(upTo: index, to: &position)
          let end = min(events.next, series.count)
          if position.isFlat {
            // Nothing moves until the next entry: one look is enough for all.
            peaks.mark(position.banked, at: index)
            if peaks.isAtPeak { peaks.stay(until: end - 1) }
          } else {
            for index in index..<end {
              peaks.mark(position.banked + point * position.floating(bid: bids[index], ask: asks[index]), at: index)
            }
          }
          index = end
        }
      }
    }
    let last = series.count - 1
    maximumDrawdown = Money(micros: peaks.drawdown)
    isRecovered = peaks.isAtPeak
    longestRecovery = peaks.longestRecovery(until: last)
    floating = Money(micros: point * position.floating(bid: series.bids[last], ask: series.asks[last]))
  }

  /// The highest equity so far and what lay below it.
  private struct Peaks {
    let series: QuoteSeries
    let calendar: TradingCalendar
    private(set) var drawdown: Int64 = 0
    private(set) var isAtPeak = true
    private var peak: Int64 = 0
    private var peakIndex = 0
    private var slowest: Int64 = 0

    init(series: QuoteSeries, calendar: TradingCalendar) {
      self.series = series
      self.calendar = calendar
    }

    @inline(__always)
    mutating func mark(_ equity: Int64, at index: Int) {
      if equity >= peak {
        if !isAtPeak { slowest = recovery(until: index) }
        peak = equity
        peakIndex = index
        isAtPeak = true
      } else {
        isAtPeak = false
        drawdown = max(drawdown, peak &- equity)
      }
    }

    mutating func stay(until index: Int) {
      peakIndex = index
    }

    func longestRecovery(until last: Int) -> Int64 {
      isAtPeak ? slowest : recovery(until: last)
    }

    private func recovery(until index: Int) -> Int64 {
      let from = series.times[peakIndex]
      let to = series.times[index]
      // Open time is never longer than time, which is quicker to tell.
      guard to - from > slowest else { return slowest }
      return max(slowest, calendar.openMilliseconds(at: to) - calendar.openMilliseconds(at: from))
    }
  }

  /// All open positions of both sides as one linear function of bid and ask, in points.
  private struct Position {
    var banked: Int64 = 0
    var buys: Int64 = 0
    var sells: Int64 = 0
    /// Entry prices of sells less those of buys.
    var entries: Int64 = 0

    var isFlat: Bool { buys == 0 && sells == 0 }

    @inline(__always)
    func floating(bid: Int32, ask: Int32) -> Int64 {
      buys * Int64(bid) - sells * Int64(ask) + entries
    }

    mutating func add(_ trade: ReplayTrade, times: Int64) {
      switch trade.side {
      case .buy:
        buys += times
        entries -= times * Int64(trade.entryPrice.points)
      case .sell:
        sells += times
        entries += times * Int64(trade.entryPrice.points)
      }
    }
  }

  /// Entries and exits in order of their quotes.
  private struct Events {
    private let result: ReplayResult
    private let exits: [(index: Int, trade: Int, profit: Int64)]
    private var nextEntry = 0
    private var nextExit = 0

    init(of result: ReplayResult, in replay: Replay) {
      self.result = result
      exits = result.closedTrades(in: replay).map { number, closed in
        (Int(result.trades[number].exitIndex), number, closed.profit.micros)
      }
    }

    var next: Int {
      let entry = nextEntry < result.trades.count ? Int(result.trades[nextEntry].entryIndex) : .max
      return min(entry, nextExit < exits.count ? exits[nextExit].index : .max)
    }

    mutating func apply(upTo index: Int, to position: inout Position) {
      while nextEntry < result.trades.count, Int(result.trades[nextEntry].entryIndex) <= index {
        position.add(result.trades[nextEntry], times: 1)
        nextEntry += 1
      }
      while nextExit < exits.count, exits[nextExit].index <= index {
        position.add(result.trades[exits[nextExit].trade], times: -1)
        position.banked += exits[nextExit].profit
        nextExit += 1
      }
    }
  }
}
