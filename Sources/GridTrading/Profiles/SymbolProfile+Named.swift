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
  /// Prices are believed in a range of some half to twice what each has seen since 1990, jumps up to 50 median spreads.
  package static func named(_ name: String) -> SymbolProfile? {
    switch name {
    case "EURUSD": currency(name, quotedIn: "USD", medianSpread: 11, prices: 0.5...2.5, leverage: 30)
    case "USDJPY": currency(name, quotedIn: "JPY", medianSpread: 12, prices: 40...320, leverage: 30)
    case "GBPUSD": currency(name, quotedIn: "USD", medianSpread: 14, prices: 0.7...3.5, leverage: 30)
    case "AUDUSD": currency(name, quotedIn: "USD", medianSpread: 13, prices: 0.3...2, leverage: 20)
    case "NZDUSD": currency(name, quotedIn: "USD", medianSpread: 15, prices: 0.25...1.8, leverage: 20)
    case "AUDNZD": currency(name, quotedIn: "NZD", medianSpread: 24, prices: 0.7...2, leverage: 20)
    case "XAUUSD": metal(name, ounces: 100, medianSpread: 270, shape: .gold, prices: 120...12_000, leverage: 20)
    case "XAGUSD": metal(name, ounces: 5000, medianSpread: 27, shape: .silver, prices: 1.5...300, leverage: 10)
    default: nil
    }
  }

  private static func currency(
    _ name: String, quotedIn currency: String, medianSpread: Int32, prices: ClosedRange<Double>, leverage: Int
  ) -> SymbolProfile? {
    let digits = currency == "JPY" ? 3 : 5
    // A point of 0.00001 on 1,000 units is a hundredth of the currency, one of 0.001 is the currency's unit.
    let pointValue = Money(micros: digits == 5 ? 10_000 : 1_000_000)
    return profile(
      name, currency: currency, digits: digits, pointValue: pointValue, contractSize: 100_000,
      medianSpread: medianSpread, shape: .currency, prices: prices, leverage: leverage, week: TradingWeek())
  }

  private static func metal(
    _ name: String, ounces: Int, medianSpread: Int32, shape: SpreadShape, prices: ClosedRange<Double>, leverage: Int
  ) -> SymbolProfile? {
    // A point is a thousandth of a dollar, on a hundredth of the contract's ounces.
    profile(
      name, currency: "USD", digits: 3, pointValue: Money(micros: Int64(ounces) * 10), contractSize: ounces,
      medianSpread: medianSpread, shape: shape, prices: prices, leverage: leverage,
      week: TradingWeek(opens: 1080, closes: 8220, dailyBreak: 1020...1080))
  }

  private static func profile(
    _ name: String, currency: String, digits: Int, pointValue: Money, contractSize: Int, medianSpread: Int32,
    shape: SpreadShape, prices: ClosedRange<Double>, leverage: Int, week: TradingWeek
  ) -> SymbolProfile? {
    guard let symbol = Symbol(name) else { return nil }
    let swap = Money(micros: Int64(medianSpread) * 3 / 10 * pointValue.micros)
    let scale = SpreadScale(medianSpread: Pips(tenths: medianSpread))
    let points = digits == 5 ? 100_000.0 : 1_000
    let belief = QuoteBelief(
      lowest: Price(points: Int32((prices.lowerBound * points).rounded())),
      highest: Price(points: Int32((prices.upperBound * points).rounded())), jump: Pips(tenths: 50 * medianSpread))
    return SymbolProfile(
      symbol: symbol, version: 2, digits: digits, currency: currency, pointValue: pointValue,
      contractSize: contractSize, medianSpread: Pips(tenths: medianSpread),
      spreadByHour: shape.spreadByHour(median: medianSpread), commission: .zero, swapLong: swap, swapShort: swap,
      slippage: Pips(tenths: 0), leverage: leverage, minimumStopDistance: Pips(tenths: 0),
      lotStep: Lots(hundredths: 1), week: week, belief: belief, defaults: scale.defaults, rules: scale.rules)
  }
}
