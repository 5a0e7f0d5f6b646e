import Domain
import Foundation
import Testing

@testable import GridTrading

struct ReplayEqualityTests {
  @Test(arguments: UInt64(1)...25, [ReplayPath.quotes, .bars])
  func `index, every quote and the live engine make the same trades`(seed: UInt64, path: ReplayPath) throws {
    var market = RandomMarket(seed: seed)
    let drawn = market.profile()
    let profile = try #require(drawn)
    let series = QuoteSeries(market.quotes(Int(2000 + seed * 37), continuousShare: 0.6))
    let replay = Replay(series: series, profile: profile, path: path)
    for _ in 0..<4 {
      let configuration = market.configuration()
      let engine = replay.run(configuration, method: .engine)
      #expect(replay.run(configuration, method: .everyQuote) == engine)
      #expect(replay.run(configuration, method: .indexed) == engine)
    }
  }

  @Test func `many configurations in one pass are what each is alone`() throws {
    var market = RandomMarket(seed: 7)
    let profile = try #require(SymbolProfile.named("EURUSD"))
    let series = QuoteSeries(market.quotes(100_000, continuousShare: 0.5))
    let configurations = (0..<16).map { _ in market.configuration() }
    let replay = Replay(series: series, profile: profile, path: .bars)
    for (configuration, result) in zip(configurations, replay.run(configurations)) {
      let everyQuote = replay.run(configuration, method: .everyQuote)
      #expect(result.skipped == everyQuote.skipped)
      let same = zip(result.trades, everyQuote.trades).prefix { $0 == $1 }.count
      #expect(same == result.trades.count && same == everyQuote.trades.count)
    }
  }

  @Test func `index and every quote agree over millions of quotes`() throws {
    var market = RandomMarket(seed: 2_000_000)
    let profile = try #require(SymbolProfile.named("EURUSD"))
    let series = QuoteSeries(market.quotes(750_000, continuousShare: 0.75))
    for path in ReplayPath.allCases {
      let replay = Replay(series: series, profile: profile, path: path)
      for _ in 0..<2 {
        var configuration = market.configuration()
        configuration.entryFilter = .none
        #expect(replay.run(configuration) == replay.run(configuration, method: .everyQuote))
      }
    }
  }

  @Test(.enabled(if: SharedFolder.isPresent, "no shared folder with data and oracles"))
  func `on real bars of bid, and of bid and ask, the index makes the trades of the live engine`() throws {
    for (file, symbol) in [("m1/XAUUSD_M1_2021JanMay", "XAUUSD"), ("m1ba/NZDUSD_M1BA_2014-05-fxcm", "NZDUSD")] {
      let profile = try #require(SymbolProfile.named(symbol))
      let url = SharedFolder.url.appendingPathComponent("data/\(file).csv.gz")
      let spread = profile.medianSpread.tenths
      let series = QuoteSeries(try MarketData.quotes(of: url, digits: profile.digits, spread: spread))
      for path in ReplayPath.allCases {
        let replay = Replay(series: series, profile: profile, path: path)
        var configuration = profile.defaults
        configuration.tradingSessions = path == .bars ? [SessionSet(.tokyo), SessionSet(.newYork)] : .all
        let result = replay.run(configuration)
        #expect(result.trades.count > 20)
        #expect(result == replay.run(configuration, method: .engine))
      }
    }
  }
}
