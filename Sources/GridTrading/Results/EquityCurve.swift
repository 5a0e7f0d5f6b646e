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
  /// Complexity: linear in quotes and trades.
  package init(of result: ReplayResult, in replay: Replay) {
    let series = replay.series
    guard !series.isEmpty else { return }
    let calendar = TradingCalendar(week: replay.profile.week)
    let point = TradeAccounting(profile: replay.profile).worth(1, lots: result.configuration.lotSize).micros
    var events = Events(of: result, in: replay)
    var position = Position()
    var peak: Int64 = 0
    var peakIndex = 0
    var equity: Int64 = 0
    var slowest: Int64 = 0
    func close(_ from: Int, _ to: Int) {
      guard series.times[to] - series.times[from] > slowest else { return }
      let open = calendar.openMilliseconds(at: series.times[to]) - calendar.openMilliseconds(at: series.times[from])
      slowest = max(slowest, open)
    }
    for index in 0..<series.count {
      if index >= events.next { events.apply(upTo: index, to: &position) }
      equity = position.banked + point * position.floating(bid: series.bids[index], ask: series.asks[index])
      if equity >= peak {
        if index > peakIndex + 1 { close(peakIndex, index) }
        peak = equity
        peakIndex = index
      } else if peak - equity > maximumDrawdown.micros {
        maximumDrawdown = Money(micros: peak - equity)
      }
    }
    close(peakIndex, series.count - 1)
    longestRecovery = slowest
    isRecovered = equity >= peak
    let last = series.count - 1
    floating = Money(micros: point * position.floating(bid: series.bids[last], ask: series.asks[last]))
  }

  /// All open positions of both sides as one linear function of bid and ask, in points.
  private struct Position {
    var banked: Int64 = 0
    var buys: Int64 = 0
    var sells: Int64 = 0
    /// Entry prices of sells less those of buys.
    var entries: Int64 = 0

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
