import Domain
import RealTimeMonitor

/// EURUSD-like: a point on a hundredth of a lot is worth 0.01.
let profile = SymbolProfile(
  symbol: Symbol("EURUSD")!, version: 1, digits: 5, currency: "USD", pointValue: Money(micros: 10_000),
  contractSize: 100_000, medianSpread: Pips(1), spreadByHour: Array(repeating: Pips(1), count: 168),
  commission: .zero, swapLong: .zero, swapShort: .zero, slippage: Pips(tenths: 0), leverage: 30,
  minimumStopDistance: Pips(0), lotStep: Lots(hundredths: 1), week: TradingWeek(),
  defaults: Configuration(
    gridSpacing: Pips(20), takeProfit: Pips(20), stopLoss: Pips(40), lotSize: Lots(hundredths: 10), maxPositions: 10,
    maxSpread: Pips(2)),
  rules: .standard)

let calendar = TradingCalendar(week: profile.week)

/// Monday, 2022-01-03 00:00 UTC.
let monday: Int64 = 1_641_168_000_000

func money(_ units: Double) -> Money { Money(micros: Int64((units * 1_000_000).rounded())) }

func quote(_ utc: Int64, bid: Int32, spread: Int32 = 10, path: PricePath = .jump) -> Quote {
  Quote(time: utc, bid: Price(points: bid), ask: Price(points: bid + spread), path: path)
}

func input(_ event: Event, at utc: Int64) -> Input {
  Input(time: calendar.marketTime(at: utc), content: .event(event))
}

func account(_ equity: Double, deposits: Double = 10_000, margin: Double = 0, openTrades: Int = 0) -> AccountState {
  AccountState(
    balance: money(equity), equity: money(equity), deposits: money(deposits), margin: money(margin),
    openTrades: openTrades)
}

func openTrade(
  _ number: Int64, side: Side = .buy, lots: Int32 = 10, at utc: Int64, price: Int32 = 110_010, version: Int64 = 1
) -> OpenTrade {
  let sign: Int32 = side == .buy ? 1 : -1
  return OpenTrade(
    id: TradeID(number), side: side, lots: Lots(hundredths: lots), entryTime: utc, entryPrice: Price(points: price),
    stopLoss: Price(points: price - sign * 400), takeProfit: Price(points: price + sign * 200),
    version: ConfigurationVersion(version))
}

func closed(_ trade: OpenTrade, at utc: Int64, profit: Double) -> ClosedTrade {
  ClosedTrade(
    trade: trade, exitTime: utc, exitPrice: trade.entryPrice, reason: profit > 0 ? .takeProfit : .stopLoss,
    profit: money(profit))
}

extension [Effect] {
  var alerts: [Alert] {
    compactMap { if case .publish(.alert(let alert)) = $0 { alert } else { nil } }
  }
  var metrics: [MetricsSnapshot] {
    compactMap { if case .publish(.metrics(let snapshot)) = $0 { snapshot } else { nil } }
  }
  var trips: [Trip] {
    compactMap { if case .send(_, .stop(let trip)) = $0 { trip } else { nil } }
  }
}

/// A monitor that has heard the account and one quote, and a hand on what it hears next.
struct Watch {
  var monitor: RealTimeMonitor
  var utc = monday
  var minute: Int64 = 0
  var lastTrade: Int64 = 0
  var effects: [Effect] = []

  init(_ settings: MonitorSettings = MonitorSettings(), equity: Double = 10_000) {
    monitor = RealTimeMonitor(profile: profile, settings: settings)
    hear(.quotes(QuoteBatch(quotes: [quote(utc, bid: 110_000)])))
    hear(.account(account(equity)))
    finishMinute()
  }

  mutating func hear(_ event: Event) {
    effects += monitor.receive(input(event, at: utc))
  }

  mutating func finishMinute() {
    minute += 1
    hear(.minute(minute))
    effects += monitor.receive(Input(time: calendar.marketTime(at: utc), content: .endOfMinute(minute)))
  }

  /// A quote `after` milliseconds later, and the minute is over.
  mutating func quotes(_ bid: Int32, spread: Int32 = 10, after: Int64 = 60_000, path: PricePath = .jump) {
    utc += after
    hear(.quotes(QuoteBatch(quotes: [quote(utc, bid: bid, spread: spread, path: path)])))
    finishMinute()
  }

  /// A trade opened now and closed a minute later with the profit.
  mutating func trade(profit: Double, version: Int64 = 1) {
    lastTrade += 1
    let trade = openTrade(lastTrade, at: utc, version: version)
    hear(.tradeOpened(trade))
    finishMinute()
    utc += 60_000
    hear(.quotes(QuoteBatch(quotes: [quote(utc, bid: 110_000)])))
    hear(.tradeClosed(closed(trade, at: utc, profit: profit)))
    finishMinute()
  }

  mutating func takeEffects() -> [Effect] {
    defer { effects = [] }
    return effects
  }
}
