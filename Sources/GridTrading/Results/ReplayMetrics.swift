package import Domain

/// What a replay is judged by.
package struct ReplayMetrics: Hashable, Sendable, Codable {
  /// All closed trades.
  package let total: TradeTally
  /// The trades by the session in which they were opened; where sessions overlap, a trade counts in each.
  package let sessions: [SessionTally]
  package let equity: EquityCurve
  /// Trades that are open at the end. They count in the equity alone.
  package let openTrades: Int
  /// Grid levels that were reached and opened nothing.
  package let skipped: Int

  package struct SessionTally: Hashable, Sendable, Codable {
    package let session: TradingSession
    package let tally: TradeTally
  }

  package init(of result: ReplayResult, in replay: Replay) {
    var total = TradeTally()
    var sessions = Array(repeating: TradeTally(), count: TradingSession.allCases.count)
    for (_, closed) in result.closedTrades(in: replay) {
      total.add(closed)
      let atEntry = replay.calendar.sessions(at: closed.trade.entryTime)
      for (place, session) in TradingSession.allCases.enumerated() where atEntry.rawValue & session.mask != 0 {
        sessions[place].add(closed)
      }
    }
    self.total = total
    self.sessions = zip(TradingSession.allCases, sessions).map { SessionTally(session: $0, tally: $1) }
    equity = EquityCurve(of: result, in: replay)
    openTrades = result.trades.count - total.trades
    skipped = result.skipped
  }

  /// Net profit of closed trades per deepest drawdown; undefined without drawdown.
  package var recoveryFactor: Figure {
    equity.maximumDrawdown == .zero
      ? .undefined : .value(total.net.value / equity.maximumDrawdown.value)
  }
}
