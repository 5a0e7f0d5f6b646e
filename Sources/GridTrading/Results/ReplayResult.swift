package import Domain

/// What one configuration did on a series.
package struct ReplayResult: Hashable, Sendable {
  package let configuration: Configuration
  /// In order of entry; the trade with number n is at n − 1.
  package let trades: [ReplayTrade]
  /// Grid levels that were reached and opened nothing.
  package let skipped: Int
}

extension ReplayResult {
  /// The trades that ended, in order of exit, those of one quote in order of entry; `number` is the place in `trades`.
  package func closedTrades(in replay: Replay) -> [(number: Int, closed: ClosedTrade)] {
    let exits = trades.indices.filter { trades[$0].reason != nil }
      .sorted { (trades[$0].exitIndex, $0) < (trades[$1].exitIndex, $1) }
    return exits.compactMap { number in
      expanded(number, in: replay).closed.map { (number, $0) }
    }
  }

  /// One trade as the engine would have published it.
  package func expanded(_ number: Int, in replay: Replay) -> (open: OpenTrade, closed: ClosedTrade?) {
    trades[number].expanded(
      id: TradeID(Int64(number + 1)), configuration: configuration, profile: replay.profile, series: replay.series,
      calendar: replay.calendar)
  }
}
