import Domain
import Testing

@testable import GridTrading

struct ReplayEqualityTests {
  @Test(arguments: UInt64(1)...40, [ReplayPath.quotes, .bars])
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
}
