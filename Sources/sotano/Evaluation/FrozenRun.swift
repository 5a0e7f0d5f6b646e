package import Domain
package import GridTrading

/// The bot whose configuration never moves, and its twin that trades only as much as the tuned bot did.
///
/// Trading less is not skill: at each of its trades the twin opens the lots that the tuned bot has opened since the
/// frozen trade before. That uses the past alone, adds up to the tuned bot's volume, and is the frozen bot itself as long
/// as nothing is tuned.
package struct FrozenRun: Sendable {
  package private(set) var course: Course
  package private(set) var twin: Course

  package init(_ series: QuoteSeries, profile: SymbolProfile, configuration: Configuration, beside tuned: TunedRun) {
    let calendar = TradingCalendar(week: profile.week)
    var engine = GridEngine(profile: profile, configuration: configuration, version: .first)
    var twin = Twin(openings: tuned.openings, accounting: TradeAccounting(profile: profile))
    var own = CourseRecorder()
    var gate = OpenGate()
    var fills: [Fill] = []
    var minutes = MarketMinutes(series)
    while let quotes = minutes.next() {
      for quote in quotes {
        engine.step(quote, gate: &gate, fills: &fills)
        for fill in fills {
          switch fill {
          case .opened(let trade):
            own.open(trade.lots)
            twin.open(trade)
          case .closed(let trade):
            own.close(trade.profit, at: trade.exitTime)
            twin.close(trade)
          case .skipped: break
          }
        }
        fills.removeAll(keepingCapacity: true)
      }
      guard let last = quotes.last else { continue }
      let time = calendar.marketTime(at: last.time)
      own.mark(engine.realised + engine.floating(at: last), at: time)
      twin.mark(engine.positions, at: last, time: time)
    }
    course = own.course
    self.twin = twin.recorder.course
  }
}

/// The frozen bot's trades at other volumes.
private struct Twin {
  let openings: [TunedRun.Opening]
  let accounting: TradeAccounting
  private(set) var recorder = CourseRecorder()
  private var next = 0
  private var realised = Money.zero
  /// Volume of the open trades, in hundredths of a lot.
  private var volumes: [TradeID: Int64] = [:]

  init(openings: [TunedRun.Opening], accounting: TradeAccounting) {
    self.openings = openings
    self.accounting = accounting
  }

  mutating func open(_ trade: OpenTrade) {
    var volume: Int64 = 0
    func take() {
      volume += Int64(openings[next].lots.hundredths)
      next += 1
    }
    while next < openings.count, openings[next].time < trade.entryTime { take() }
    // Several trades of one quote have one time; each of the frozen bot's takes one.
    if next < openings.count, openings[next].time == trade.entryTime { take() }
    volumes[trade.id] = volume
    recorder.open(Lots(hundredths: Int32(volume)))
  }

  mutating func close(_ closed: ClosedTrade) {
    guard let volume = volumes.removeValue(forKey: closed.trade.id), volume > 0 else { return }
    let profit = closed.profit.scaled(volume, from: closed.trade.lots)
    realised = realised + profit
    recorder.close(profit, at: closed.exitTime)
  }

  mutating func mark(_ positions: [OpenTrade], at quote: Quote, time: MarketTime) {
    var profit = realised
    for trade in positions {
      guard let volume = volumes[trade.id], volume > 0 else { continue }
      let gross = accounting.gross(trade, exit: trade.side == .buy ? quote.bid : quote.ask)
      profit = profit + (gross - trade.costs.charged).scaled(volume, from: trade.lots)
    }
    recorder.mark(profit, at: time)
  }
}

extension Money {
  /// What the amount would be at another volume, in hundredths of a lot.
  fileprivate func scaled(_ volume: Int64, from lots: Lots) -> Money {
    Money(micros: micros * volume / Int64(lots.hundredths))
  }
}
