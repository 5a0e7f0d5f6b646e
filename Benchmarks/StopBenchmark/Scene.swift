import Domain
import GridTrading
import Wire

/// A bot with one open trade, whose quotes stand still until one breaks the drawdown limit.
enum Scene {
  static let bot: BotName = {
    guard let name = BotName("benchmark") else { preconditionFailure("it is letters only") }
    return name
  }()

  static let profile: SymbolProfile = {
    guard let profile = SymbolProfile.named("EURUSD") else { preconditionFailure("EURUSD is a shipped symbol") }
    return profile
  }()

  static let calendar = TradingCalendar(week: profile.week)

  /// A Wednesday, 12:00 UTC.
  static let start: Int64 = 1_646_827_200_000

  static func time(_ number: Int64) -> MarketTime { calendar.marketTime(at: start + number % 600_000) }

  static let trade = OpenTrade(
    id: TradeID(1), side: .buy, lots: Lots(hundredths: 100), entryTime: start, entryPrice: Price(points: 110_000),
    stopLoss: Price(points: 90_000), takeProfit: Price(points: 130_000), version: .first)

  static let account = AccountState(
    balance: Money(micros: 10_000_000_000), equity: Money(micros: 10_000_000_000),
    deposits: Money(micros: 10_000_000_000), margin: .zero, openTrades: 1)

  /// A hundredth of a lot loses a cent a point: 6,000 points of a whole lot are 6,000 of 10,000.
  static func quotes(_ number: Int64, isBreach: Bool) -> Event {
    let bid: Int32 = isBreach ? 104_000 : 110_000
    return .quotes(
      QuoteBatch(quotes: [
        Quote(
          time: time(number).utc, bid: Price(points: bid), ask: Price(points: bid + 11), path: .continuous)
      ]))
  }

  static func envelope(_ event: Event, sequence: Int64) -> Envelope {
    Envelope(
      header: Header(
        bot: bot, symbol: profile.symbol, sender: .trader, epoch: 1, sequence: sequence, isDurable: true,
        time: time(sequence), sentAt: 0),
      payload: .event(event))
  }
}
