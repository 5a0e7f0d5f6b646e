package import Domain
package import GridTrading

/// What most people do: at the beginning of each month take the configuration that had the best profit factor in the
/// three months before, within the same limits.
package struct NaiveRun: Sendable, Codable {
  package let course: Course
  /// Months that began with another configuration than the one before.
  package let moves: Int
  package let openings: [TradeOpening]

  private enum CodingKeys: String, CodingKey { case course, moves }

  /// Without the openings, which only a comparison that has been made wanted.
  package init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    course = try container.decode(Course.self, forKey: .course)
    moves = try container.decode(Int.self, forKey: .moves)
    openings = []
  }

  /// Months looked back on, and closed trades without which a candidate does not count.
  private static let lookback = 3
  private static let leastTrades = 30

  package init(_ series: QuoteSeries, profile: SymbolProfile, configuration: Configuration) {
    let calendar = TradingCalendar(week: profile.week)
    let candidates = FixedGrid.configurations(around: configuration, rules: profile.rules)
    var engine = GridEngine(profile: profile, configuration: configuration, version: .first)
    var recorder = CourseRecorder()
    var gate = OpenGate()
    var fills: [Fill] = []
    /// The first quote of each month so far.
    var months: [Int] = []
    var month: Int64?
    var moves = 0
    var openings: [TradeOpening] = []
    var minutes = MarketMinutes(series)
    while let quotes = minutes.next() {
      guard let first = quotes.first, let last = quotes.last else { continue }
      if let present = Optional(CalendarMonth.number(first.time)), present != month {
        month = present
        let start = minutes.position - quotes.count
        if months.count >= Self.lookback {
          let past = series.slice(months[months.count - Self.lookback]..<start)
          let replay = Replay(series: past, profile: profile, path: .bars)
          if let best = FixedGrid.best(of: candidates, in: replay, leastTrades: Self.leastTrades),
            best.configuration != engine.configuration
          {
            engine.adopt(best.configuration, version: engine.version.next)
            moves += 1
          }
        }
        months.append(start)
      }
      for quote in quotes {
        engine.step(quote, gate: &gate, fills: &fills)
        for fill in fills {
          switch fill {
          case .opened(let trade):
            recorder.open(trade.lots, at: trade.entryTime)
            openings.append(TradeOpening(time: trade.entryTime, lots: trade.lots))
          case .closed(let trade): recorder.close(trade.profit, at: trade.exitTime)
          case .skipped: break
          }
        }
        fills.removeAll(keepingCapacity: true)
      }
      recorder.mark(engine.realised + engine.floating(at: last), at: calendar.marketTime(at: last.time))
    }
    course = recorder.course
    self.moves = moves
    self.openings = openings
  }
}

/// Months of the Gregorian calendar, UTC.
enum CalendarMonth {
  /// Months since January of the year 0.
  static func number(_ utc: Int64) -> Int64 {
    // Years that begin on 1 March put the leap day last, so that month lengths repeat.
    let shifted = utc / MarketTime.day + 719_468
    let era = shifted / 146_097
    let dayOfEra = shifted % 146_097
    let year = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * year + year / 4 - year / 100)
    return (year + era * 400) * 12 + (5 * dayOfYear + 2) / 153 + 2
  }
}
