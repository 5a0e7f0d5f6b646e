import Domain

/// Just enough of a profile for reading quotes.
func testProfile(
  _ name: String = "EURUSD", digits: Int = 5, spreadByHour: [Pips] = Array(repeating: Pips(tenths: 11), count: 168)
) throws -> SymbolProfile {
  let configuration = Configuration(
    gridSpacing: Pips(20), takeProfit: Pips(20), stopLoss: Pips(40), lotSize: Lots(hundredths: 10), maxPositions: 10,
    maxSpread: Pips(2))
  guard let symbol = Symbol(name) else { throw TestFailure(reason: "no symbol: \(name)") }
  return SymbolProfile(
    symbol: symbol, version: 1, digits: digits, currency: "USD", pointValue: Money(micros: 10_000),
    contractSize: 100_000, medianSpread: Pips(1.1), spreadByHour: spreadByHour, commission: .zero, swapLong: .zero,
    swapShort: .zero, slippage: Pips(0), leverage: 30, minimumStopDistance: Pips(0), lotStep: Lots(hundredths: 1),
    week: TradingWeek(), defaults: configuration, rules: .standard)
}

struct TestFailure: Error {
  var reason: String
}
