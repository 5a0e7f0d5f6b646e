package import Domain
package import GridTrading

/// The bot whose configuration never moves, and twins of it that trade only as much as other bots did.
///
/// Trading less is not skill: the twin takes each of the frozen bot's trades at the share of the volume that the other
/// bot has traded of late (`VolumeScale`). That uses the past alone, matches the other bot's volume, and is the frozen
/// bot itself as long as the other is not tuned. To trade at better hours of the day is skill, and stays the other
/// bot's.
package struct FrozenRun: Sendable, Codable {
  package private(set) var course: Course
  /// One for each bot that it runs beside.
  package private(set) var twins: [Course]
  /// Its own, for a bot that runs beside it; not written down.
  package private(set) var openings: [TradeOpening] = []

  private enum CodingKeys: String, CodingKey { case course, twins }

  package init(
    _ series: QuoteSeries, profile: SymbolProfile, configuration: Configuration, beside bots: [[TradeOpening]] = []
  ) {
    let calendar = TradingCalendar(week: profile.week)
    var engine = GridEngine(profile: profile, configuration: configuration, version: .first)
    var twins = bots.map { Twin(openings: $0, accounting: TradeAccounting(profile: profile)) }
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
            own.open(trade.lots, at: trade.entryTime)
            openings.append(TradeOpening(time: trade.entryTime, lots: trade.lots))
            for index in twins.indices { twins[index].open(trade) }
          case .closed(let trade):
            own.close(trade.profit, at: trade.exitTime)
            for index in twins.indices { twins[index].close(trade) }
          case .skipped: break
          }
        }
        fills.removeAll(keepingCapacity: true)
      }
      guard let last = quotes.last else { continue }
      let time = calendar.marketTime(at: last.time)
      own.mark(engine.realised + engine.floating(at: last), at: time)
      for index in twins.indices { twins[index].mark(engine.positions, at: last, time: time) }
    }
    course = own.course
    self.twins = twins.map(\.recorder.course)
  }
}

/// The frozen bot's trades at other volumes.
private struct Twin {
  let accounting: TradeAccounting
  private(set) var recorder = CourseRecorder()
  private var scale: VolumeScale
  private var realised = Money.zero
  /// Volume of the open trades, in hundredths of a lot.
  private var volumes: [TradeID: Int64] = [:]

  init(openings: [TradeOpening], accounting: TradeAccounting) {
    scale = VolumeScale(openings)
    self.accounting = accounting
  }

  mutating func open(_ trade: OpenTrade) {
    let volume = scale.volume(of: TradeOpening(time: trade.entryTime, lots: trade.lots))
    volumes[trade.id] = volume
    recorder.open(Lots(hundredths: Int32(volume)), at: trade.entryTime)
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
