import Domain
import MarketFeeds
import Testing

/// The facts that the synthetic market was set by, of EURUSD 2017, 2020 and 2022. `swift test --filter MarketFactsTests`
/// prints them for the real years (with `SOTANO_SHARED`) and for a synthetic half year.
///
/// | | 2017 | 2020 | 2022 | synthetic years 1 and 2 |
/// |---|---|---|---|---|
/// | deviation of a minute, ppm | 124 | 141 | 178 | 144, 139 |
/// | kurtosis (hour of the week taken out) | 65 (21) | 36 (25) | 97 (20) | 31 (19), 31 (20) |
/// | correlation of sizes after 1 and 60 minutes | 0.22, 0.07 | 0.30, 0.19 | 0.22, 0.09 | 0.15, 0.09 |
/// | daily deviation against independent minutes | 0.95 | 0.88 | 0.92 | 0.77, 0.80 |
/// | mean range of a bar in deviations | 1.08 | 1.10 | 1.12 | 0.95, 0.94 |
/// | weekend gap in deviations, median and ninth decile | 5.5, 18 | 5.4, 17 | 3.5, 13 | 5.2, 14; 3.9, 11 |
///
/// So the generator clusters a little less from minute to minute, and wanders a little less far in a day, than the euro.
struct MarketFactsTests {
  static func facts(_ feed: some MarketFeed) throws -> MarketFacts {
    var feed = feed
    var quotes: [Quote] = []
    var minutes: [(start: Int64, open: Double, high: Double, low: Double, close: Double)] = []
    while let start = try feed.next(into: &quotes) {
      let bids = quotes.map { Double($0.bid.points) }
      minutes.append((start, bids[0], bids.max() ?? 0, bids.min() ?? 0, bids[bids.count - 1]))
    }
    return MarketFacts(minutes: minutes)
  }

  @Test(
    .enabled(if: hasSharedData, "the folder of market data is absent: set SOTANO_SHARED"),
    arguments: [2017, 2020, 2022])
  func `real years are like the figures that the generator was set by`(year: Int) throws {
    let path = sharedData + "/m1/EURUSD_M1_\(year).csv.gz"
    let facts = try Self.facts(FileFeed(path: path, options: FeedOptions(profile: testProfile())))
    print("EURUSD \(year): \(facts)")
    Self.expectPlausible(facts)
  }

  @Test(arguments: [1] as [UInt64])
  func `synthetic years lie within the same figures`(seed: UInt64) throws {
    let settings = SyntheticSettings(minutes: 200_000)
    let facts = try Self.facts(SyntheticMarket(profile: testProfile(), settings: settings, seed: seed))
    print("synthetic \(seed): \(facts)")
    Self.expectPlausible(facts)
  }

  /// Bounds that hold the three real years and the generator.
  static func expectPlausible(_ facts: MarketFacts) {
    #expect((110...190).contains(facts.volatility))
    #expect((15...150).contains(facts.kurtosis))
    #expect((0.13...0.35).contains(facts.clusteringMinute))
    #expect((0.03...0.2).contains(facts.clusteringHour))
    #expect((0.7...1).contains(facts.dailyRatio))
    #expect((0.9...1.3).contains(facts.range))
    #expect((3...8).contains(facts.gapMedian))
    #expect((8...25).contains(facts.gapNinthDecile))
    #expect(facts.hours[4] < 0.65 && facts.hours[13] > 1.3)
  }
}
