internal import Domain

/// Where in a series the trading hours of a configuration begin and end.
struct SessionBoundaries: Sendable {
  /// Whether the first quote lies within them.
  let beginsInside: Bool
  /// Quotes at which inside changes to outside or back, in order.
  let indices: [Int]

  static let none = SessionBoundaries(beginsInside: true, indices: [])

  private init(beginsInside: Bool, indices: [Int]) {
    self.beginsInside = beginsInside
    self.indices = indices
  }

  /// Looks at one quote an hour, with the sessions' own clocks.
  init(sessions: SessionSet, series: QuoteSeries, calendar: TradingCalendar) {
    guard sessions != .all, !series.isEmpty else {
      self = .none
      return
    }
    var indices: [Int] = []
    var index = 0
    var beginsInside = true
    var isInside = true
    while index < series.count {
      let hour = calendar.hour(at: series.times[index])
      let hourIsInside = !sessions.isDisjoint(with: hour.sessions)
      if index == 0 {
        beginsInside = hourIsInside
      } else if hourIsInside != isInside {
        indices.append(index)
      }
      isInside = hourIsInside
      index = series.firstIndex(notBefore: hour.end, from: index)
    }
    self.init(beginsInside: beginsInside, indices: indices)
  }
}
