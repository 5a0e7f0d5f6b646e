import Domain
import Testing

@testable import GridTrading

/// A batch shares entries and exits between configurations; nobody may be able to tell by the trades.
struct BatchRunTests {
  @Test(arguments: UInt64(1)...40, [ReplayPath.quotes, .bars])
  func `a batch makes the trades of the live engine`(seed: UInt64, path: ReplayPath) throws {
    var market = RandomMarket(seed: 900 + seed)
    let drawn = market.profile()
    let profile = try #require(drawn)
    let series = QuoteSeries(market.quotes(Int(4500 + seed * 61), continuousShare: 0.6))
    let replay = Replay(series: series, profile: profile, path: path)
    let sweep = market.sweep(18)
    let results = replay.run(sweep)
    #expect(results.map(\.trades.count).reduce(0, +) > 100)
    for (configuration, result) in zip(sweep, results) {
      // Whole results are too long to be printed.
      let isSame = replay.run(configuration, method: .engine) == result
      #expect(isSame, "\(configuration)")
    }
  }

  @Test(arguments: ReplayPath.allCases)
  func `over hundreds of thousands of quotes each configuration trades as alone`(path: ReplayPath) throws {
    var market = RandomMarket(seed: 77)
    let drawn = market.profile()
    let profile = try #require(drawn)
    let series = QuoteSeries(market.quotes(300_000, continuousShare: 0.7))
    let replay = Replay(series: series, profile: profile, path: path)
    let sweep = market.sweep(10, tight: false)
    for (configuration, result) in zip(sweep, replay.run(sweep)) {
      let alone = replay.run(configuration)
      #expect(!alone.trades.isEmpty)
      let isSame = result == alone
      #expect(isSame, "\(configuration)")
    }
  }

  @Test(arguments: ReplayPath.allCases)
  func `series of any length are played to their end`(path: ReplayPath) throws {
    var market = RandomMarket(seed: 5)
    let profile = try #require(SymbolProfile.named("EURUSD"))
    let quotes = market.quotes((1 << 15) + 70, continuousShare: 0.6)
    let sweep = market.sweep(3)
    let lengths = [0, 1, 2, 7, 8, 9, 63, 64, 65, 511, 512, 513, 4097, 1 << 15 - 1, 1 << 15, 1 << 15 + 1, quotes.count]
    for length in lengths {
      let replay = Replay(series: QuoteSeries(quotes.prefix(length)), profile: profile, path: path)
      let isSame = replay.run(sweep) == sweep.map { replay.run($0) }
      #expect(isSame, "\(length) quotes")
    }
  }

  @Test func `where the price stands still but once, only the quote of that step is traded`() throws {
    let profile = try #require(SymbolProfile.named("EURUSD"))
    var market = RandomMarket(seed: 6)
    let sweep = market.sweep(4).map { one in
      var one = one
      one.tradingSessions = .all
      one.maxSpread = Pips(tenths: 10)
      return one
    }
    // A Monday afternoon; the step is the first quote of a stretch, the last, one amid, or there is none.
    for step in [1 << 15, 1 << 15 - 1, 1 << 15 + 1, 100, Int.max] {
      let quotes = (0..<1 << 15 + 100).map { index in
        let bid: Int32 = index < step ? 110_000 : 110_500
        return Quote(
          time: 1_600_090_000_000, bid: Price(points: bid), ask: Price(points: bid + 8), path: .jump)
      }
      let replay = Replay(series: QuoteSeries(quotes), profile: profile, path: .bars)
      for result in replay.run(sweep) {
        #expect(result.skipped == 0)
        #expect(result.trades.map { Int($0.entryIndex) } == (step == Int.max ? [] : [step]))
      }
    }
  }

  @Test func `a result stands at its configuration's place, also one that the engine plays`() throws {
    var market = RandomMarket(seed: 8)
    let profile = try #require(SymbolProfile.named("EURUSD"))
    let replay = Replay(series: QuoteSeries(market.quotes(3000, continuousShare: 0.5)), profile: profile, path: .quotes)
    var sweep = market.sweep(6)
    sweep[1].entryFilter = .bollinger
    sweep[3].maxPositions = PositionBook.capacity + 1
    sweep.append(sweep[0])
    let isSame = replay.run(sweep) == sweep.map { replay.run($0, method: .engine) }
    #expect(isSame)
  }
}

extension RandomMarket {
  /// Configurations of a few grids, with distances down to less than one bar's path and caps from one position on.
  fileprivate mutating func sweep(_ count: Int, tight: Bool = true) -> [Configuration] {
    let distances: ClosedRange<Int32> = tight ? 2...80 : 20...400
    let spacings = (0..<3).map { _ in Pips(tenths: Int32.random(in: distances, using: &generator)) }
    let sessions: [SessionSet] = [.all, SessionSet(rawValue: UInt8.random(in: 1...14, using: &generator))]
    return (0..<count).map { _ in
      var one = configuration(filtered: false)
      one.gridSpacing = spacings[Int.random(in: 0..<spacings.count, using: &generator)]
      one.tradingSessions = sessions[Int.random(in: 0..<2, using: &generator)]
      one.takeProfit = Pips(tenths: Int32.random(in: distances, using: &generator))
      one.stopLoss = Pips(tenths: Int32.random(in: distances, using: &generator))
      one.maxPositions = Int.random(in: 1...6, using: &generator)
      return one
    }
  }
}
