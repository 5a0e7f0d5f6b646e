package import Domain

extension SymbolProfile {
  /// The shipped symbols: currency pairs, then metals.
  package static let names = ["EURUSD", "USDJPY", "AUDUSD", "AUDNZD", "NZDUSD", "GBPUSD", "XAUUSD", "XAGUSD"]

  /// The shipped profile of a symbol; `nil` for an unknown name.
  ///
  /// Measured: the spreads of EURUSD (quotes of May 2014), XAUUSD and XAGUSD (2017), by hour for EURUSD and XAGUSD.
  /// Assumed: the medians of the other pairs (USDJPY 1.2 pips, AUDUSD 1.3, NZDUSD 1.5, GBPUSD 1.4, AUDNZD 2.4) with the
  /// hourly shape of EURUSD; no commission, because spreads this wide are those of an account without; no slippage and
  /// no minimum stop distance at the small volumes of a grid; a nightly swap of three tenths of the median spread on
  /// both sides, a broker's mark-up with the interest difference left out; the leverage of retail accounts in the EU.
  package static func named(_ name: String) -> SymbolProfile? {
    switch name {
    case "EURUSD": currency(name, quotedIn: "USD", digits: 5, medianSpread: 11, leverage: 30)
    case "USDJPY": currency(name, quotedIn: "JPY", digits: 3, medianSpread: 12, leverage: 30)
    case "GBPUSD": currency(name, quotedIn: "USD", digits: 5, medianSpread: 14, leverage: 30)
    case "AUDUSD": currency(name, quotedIn: "USD", digits: 5, medianSpread: 13, leverage: 20)
    case "NZDUSD": currency(name, quotedIn: "USD", digits: 5, medianSpread: 15, leverage: 20)
    case "AUDNZD": currency(name, quotedIn: "NZD", digits: 5, medianSpread: 24, leverage: 20)
    case "XAUUSD": metal(name, ounces: 100, medianSpread: 270, shape: .gold, leverage: 20)
    case "XAGUSD": metal(name, ounces: 5000, medianSpread: 27, shape: .silver, leverage: 10)
    default: nil
    }
  }

  private static func currency(
    _ name: String, quotedIn currency: String, digits: Int, medianSpread: Int32, leverage: Int
  ) -> SymbolProfile? {
    // A point of 0.00001 on 1,000 units is a hundredth of the currency, one of 0.001 is the currency's unit.
    let pointValue = Money(micros: digits == 5 ? 10_000 : 1_000_000)
    return profile(
      name, currency: currency, digits: digits, pointValue: pointValue, contractSize: 100_000,
      medianSpread: medianSpread, shape: .currency, leverage: leverage, week: TradingWeek())
  }

  private static func metal(
    _ name: String, ounces: Int, medianSpread: Int32, shape: SpreadShape, leverage: Int
  ) -> SymbolProfile? {
    // A point is a thousandth of a dollar, on a hundredth of the contract's ounces.
    profile(
      name, currency: "USD", digits: 3, pointValue: Money(micros: Int64(ounces) * 10), contractSize: ounces,
      medianSpread: medianSpread, shape: shape, leverage: leverage,
      week: TradingWeek(opens: 1080, closes: 8220, dailyBreak: 1020...1080))
  }

  private static func profile(
    _ name: String, currency: String, digits: Int, pointValue: Money, contractSize: Int, medianSpread: Int32,
    shape: SpreadShape, leverage: Int, week: TradingWeek
  ) -> SymbolProfile? {
    guard let symbol = Symbol(name) else { return nil }
    let swap = Money(micros: Int64(medianSpread) * 3 / 10 * pointValue.micros)
    let scale = SpreadScale(medianSpread: Pips(tenths: medianSpread))
    return SymbolProfile(
      symbol: symbol, version: 1, digits: digits, currency: currency, pointValue: pointValue,
      contractSize: contractSize, medianSpread: Pips(tenths: medianSpread),
      spreadByHour: shape.spreadByHour(median: medianSpread), commission: .zero, swapLong: swap, swapShort: swap,
      slippage: Pips(tenths: 0), leverage: leverage, minimumStopDistance: Pips(tenths: 0),
      lotStep: Lots(hundredths: 1), week: week, defaults: scale.defaults, rules: scale.rules)
  }
}
