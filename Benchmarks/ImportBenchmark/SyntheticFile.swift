import CZlib
import Domain
import MarketFeeds

enum BenchmarkFailure: Error {
  case cannotWrite(path: String)
  case noSymbol
}

/// A profile with no more than reading quotes takes.
func benchmarkProfile() throws -> SymbolProfile {
  guard let symbol = Symbol("EURUSD") else { throw BenchmarkFailure.noSymbol }
  return SymbolProfile(
    symbol: symbol, version: 1, digits: 5, currency: "USD", pointValue: Money(micros: 10_000), contractSize: 100_000,
    medianSpread: Pips(1.1), spreadByHour: Array(repeating: Pips(1.1), count: 168), commission: .zero, swapLong: .zero,
    swapShort: .zero, slippage: Pips(0), leverage: 30, minimumStopDistance: Pips(0), lotStep: Lots(hundredths: 1),
    week: TradingWeek(),
    defaults: Configuration(
      gridSpacing: Pips(20), takeProfit: Pips(20), stopLoss: Pips(40), lotSize: Lots(hundredths: 10), maxPositions: 10,
      maxSpread: Pips(2)),
    rules: .standard)
}

/// Writes a compressed file of synthetic bars or ticks of at least so many rows and gives its path.
func writeSyntheticFile(
  _ folder: String, shape: SyntheticSettings.Shape, rows: Int, profile: SymbolProfile
) throws -> String {
  let path = folder + "/EURUSD_synthetic.csv.gz"
  guard let handle = gzopen(path, "wb1") else { throw BenchmarkFailure.cannotWrite(path: path) }
  var market = SyntheticMarket(profile: profile, settings: SyntheticSettings(like: profile, shape: shape), seed: 1)
  var quotes: [Quote] = []
  var text: [UInt8] = Array((shape == .ticks ? FeedFormat.ticks : .bidBars).example.utf8) + [10]
  var written = 0
  while written < rows, market.next(into: &quotes) != nil {
    switch shape {
    case .ticks:
      for quote in quotes {
        append(quote.time, [quote.bid, quote.ask], to: &text)
      }
      written += quotes.count
    case .bars:
      let bids = quotes.map(\.bid)
      append(quotes[0].time, [bids[0], bids.max() ?? bids[0], bids.min() ?? bids[0], bids[3]], to: &text)
      written += 1
    }
    if text.count > 1 << 20 {
      gzwrite(handle, text, UInt32(text.count))
      text.removeAll(keepingCapacity: true)
    }
  }
  gzwrite(handle, text, UInt32(text.count))
  gzclose_w(handle)
  return path
}

/// A row with prices of five decimals.
private func append(_ time: Int64, _ prices: [Price], to text: inout [UInt8]) {
  text.append(contentsOf: "\(time)".utf8)
  for price in prices {
    text.append(contentsOf: ",\(price.points / 100_000).".utf8)
    // The leading one keeps the zeros behind the point and is then left out.
    text.append(contentsOf: "\(100_000 + price.points % 100_000)".utf8.dropFirst())
  }
  text.append(10)
}
