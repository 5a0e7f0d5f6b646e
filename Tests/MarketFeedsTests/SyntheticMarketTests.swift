import Domain
import Foundation
import MarketFeeds
import Testing

struct SyntheticMarketTests {
  private func market(seed: UInt64, shape: SyntheticSettings.Shape = .bars, minutes: Int64? = 20_000) throws
    -> SyntheticMarket
  {
    let profile = try testProfile()
    return SyntheticMarket(
      profile: profile, settings: SyntheticSettings(like: profile, shape: shape, minutes: minutes), seed: seed)
  }

  @Test func `equal seeds give equal markets, other seeds others`() throws {
    let first = try allMinutes(market(seed: 1))
    #expect(try allMinutes(market(seed: 1)) == first)
    #expect(try allMinutes(market(seed: 2)) != first)
    #expect(first.count == 20_000)
  }

  @Test func `the first minutes of seed 1 never change`() throws {
    var market = try market(seed: 1)
    var quotes: [Quote] = []
    _ = market.next(into: &quotes)
    #expect(quotes.map(\.time) == [0, 15_000, 30_000, 45_000].map { 1_704_067_200_000 + $0 })
    #expect(quotes.map(\.bid.points) == [110_000, 110_000, 109_992, 109_992])
    for _ in 0..<9999 { _ = market.next(into: &quotes) }
    #expect(quotes.map(\.bid.points) == [109_180, 109_172, 109_183, 109_183])
  }

  @Test(arguments: [SyntheticSettings.Shape.bars, .ticks])
  func `a decoded market goes on as the encoded one`(shape: SyntheticSettings.Shape) throws {
    var market = try market(seed: 5, shape: shape)
    for _ in 0..<3000 { _ = try market.next() }
    let stored = try JSONEncoder().encode(market)
    let resumed = try JSONDecoder().decode(SyntheticMarket.self, from: stored)
    #expect(try allMinutes(resumed) == allMinutes(market))
  }

  @Test func `skipping to a position gives the rest of the market`() throws {
    let all = try allMinutes(market(seed: 6))
    var resumed = try market(seed: 6)
    try resumed.skip(to: 4 * 5000)
    #expect(try allMinutes(resumed) == Array(all.dropFirst(5000)))
  }

  @Test(arguments: [SyntheticSettings.Shape.bars, .ticks], [1, 2, 3] as [UInt64])
  func `time goes on, asks are above bids and nothing trades at the weekend`(
    shape: SyntheticSettings.Shape, seed: UInt64
  ) throws {
    var market = try market(seed: seed, shape: shape)
    var last: Int64 = 0
    var sound = true
    var quotes: [Quote] = []
    while let start = market.next(into: &quotes) {
      let hour = (start / 3_600_000 + 72) % 168
      sound = sound && start % 60_000 == 0 && !(118..<165).contains(hour)
      for quote in quotes {
        sound =
          sound && quote.time >= last && quote.time < start + 60_000 && quote.ask > quote.bid
          && quote.bid.points > 50_000 && quote.bid.points < 200_000
        last = quote.time
      }
    }
    #expect(sound)
  }

  @Test func `a synthetic market says that it is one`() throws {
    let market = try market(seed: 42)
    #expect(market.origin == .synthetic(seed: 42))
    #expect(market.notices == [.synthetic(seed: 42)])
    #expect(market.origin.description.contains("SYNTHETIC"))
  }
}
