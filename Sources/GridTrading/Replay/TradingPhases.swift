internal import Domain

/// Where in a series what may be done changes.
struct TradingPhases: Sendable {
  struct Change: Hashable, Sendable {
    /// The first quote of the phase.
    var index: Int
    var phase: TradingPhase
  }

  /// At the first quote.
  let first: TradingPhase
  /// In order.
  let changes: [Change]

  /// Looks at one quote an hour, with the calendar's and the sessions' own clocks.
  init(sessions: SessionSet, series: QuoteSeries, calendar: TradingCalendar) {
    var first: TradingPhase?
    var changes: [Change] = []
    var index = 0
    while index < series.count {
      let hour = calendar.hour(at: series.times[index])
      let phase = TradingPhase(of: hour, sessions: sessions)
      if first == nil { first = phase }
      if phase != changes.last?.phase ?? first { changes.append(Change(index: index, phase: phase)) }
      index = series.firstIndex(notBefore: hour.end, from: index)
    }
    self.first = first ?? .open
    self.changes = changes
  }
}

extension TradingPhases {
  /// The stretches of one phase, in order.
  func ranges(of phase: TradingPhase, count: Int) -> [Range<Int>] {
    var ranges: [Range<Int>] = []
    var start = first == phase ? 0 : nil
    for change in changes {
      if let begun = start { ranges.append(begun..<change.index) }
      start = change.phase == phase ? change.index : nil
    }
    if let begun = start { ranges.append(begun..<count) }
    return ranges
  }
}
