import Domain
import MarketFeeds
import Testing

@Suite(.enabled(if: hasSharedData, "the folder of market data is absent: set SOTANO_SHARED"))
struct SharedDataTests {
  @Test(arguments: [
    ("m1/EURUSD_M1_2022.csv.gz", 5, 372_402, 4), ("m1/XAUUSD_M1_2021JanMay.csv.gz", 3, 135_944, 4),
    ("tick/EURUSD_tick_2014-05-oanda.csv.gz", 5, 532_903, 1), ("m1ba/XAGUSD_M1BA_2017.csv.gz", 3, 315_702, 4),
  ])
  func `every row of a clean file is read`(file: String, digits: Int, rows: Int, quotesPerRow: Int) throws {
    let feed = try FileFeed(path: sharedData + "/" + file, options: FeedOptions(profile: testProfile(digits: digits)))
    var count = 0
    var last = Int64.min
    var ordered = true
    var quotes: [Quote] = []
    while try feed.next(into: &quotes) != nil {
      for quote in quotes {
        ordered = ordered && quote.time >= last && quote.ask >= quote.bid
        last = quote.time
      }
      count += quotes.count
    }
    #expect(ordered)
    #expect(feed.rows == rows)
    #expect(feed.refused.total == 0)
    #expect(count == rows * quotesPerRow)
  }

  @Test func `the crossed bars of the yen are refused one by one`() throws {
    let path = sharedData + "/m1ba/USDJPY_M1BA_2013-02-fxcm.csv.gz"
    let feed = try FileFeed(path: path, options: FeedOptions(profile: testProfile("USDJPY", digits: 3)))
    let minutes = try allMinutes(feed)
    #expect(feed.refused.counts.keys.allSatisfy { $0 == .crossed })
    #expect(minutes.count == 28_761 - feed.refused.total)
  }
}
