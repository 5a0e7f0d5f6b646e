import Domain
import MarketFeeds
import Testing

struct CSVFeedTests {
  @Test func `a rising bar becomes open, low, high, close at quarter minutes`() throws {
    let quotes = try allQuotes("time_ms,open,high,low,close\n1641160980000,1.1369,1.1371,1.1365,1.137\n")
    #expect(quotes.map(\.bid.points) == [113690, 113650, 113710, 113700])
    #expect(quotes.map { $0.time - 1_641_160_980_000 } == [0, 15_000, 30_000, 45_000])
    #expect(quotes.map(\.path) == [.jump, .continuous, .continuous, .continuous])
  }

  @Test func `a falling bar goes to its high first`() throws {
    let quotes = try allQuotes("time_ms,open,high,low,close\n1641160980000,1.1369,1.1371,1.1365,1.1366\n")
    #expect(quotes.map(\.bid.points) == [113690, 113710, 113650, 113660])
  }

  @Test func `a bar of the bid gets the spread of its hour of the week`() throws {
    var spreads = Array(repeating: Pips(tenths: 11), count: 168)
    // 2022-01-02 22:03 UTC is a Sunday: hour 6 × 24 + 22.
    spreads[166] = Pips(tenths: 31)
    let text = "time_ms,open,high,low,close\n1641160980000,1.1,1.1,1.1,1.1\n1641168000000,1.1,1.1,1.1,1.1\n"
    let quotes = try allQuotes(text, options: FeedOptions(profile: testProfile(spreadByHour: spreads)))
    #expect(quotes.map(\.spread.tenths) == [31, 31, 31, 31, 11, 11, 11, 11])
  }

  @Test func `a constant spread can be asked for`() throws {
    let options = FeedOptions(profile: try testProfile(), spread: .fixed(Pips(0.8)))
    let quotes = try allQuotes("time_ms,open,high,low,close\n1641160980000,1.1,1.1,1.1,1.1\n", options: options)
    #expect(quotes.map(\.ask.points) == [110_008, 110_008, 110_008, 110_008])
  }

  @Test func `a bar of bid and ask keeps its own spread, in the order of the bid`() throws {
    let text = """
      time_ms,bo,bh,bl,bc,ao,ah,al,ac,ticks
      1398920400000,1.38727,1.38729,1.38723,1.38724,1.38729,1.38730,1.38727,1.38727,19

      """
    let quotes = try allQuotes(text)
    #expect(quotes.map(\.bid.points) == [138727, 138729, 138723, 138724])
    #expect(quotes.map(\.ask.points) == [138729, 138730, 138727, 138727])
  }

  @Test func `ticks are given by the minute`() throws {
    let text = """
      time_ms,bid,ask
      1398902400292,1.38676,1.38686
      1398902400920,1.38676,1.38687
      1398902459999,1.38675,1.38688
      1398902460000,1.38675,1.38689
      """
    let files = try TemporaryFiles()
    let feed = try FileFeed(path: files.write(text, as: "t.csv"), options: FeedOptions(profile: testProfile()))
    let minutes = try allMinutes(feed)
    #expect(minutes.map(\.start) == [1_398_902_400_000, 1_398_902_460_000])
    #expect(minutes.map(\.quotes.count) == [3, 1])
    #expect(minutes[0].quotes.allSatisfy { $0.path == .jump })
    #expect(feed.position == 4)
  }

  @Test func `a compressed file reads like a plain one, also with Windows line ends and a byte order mark`() throws {
    let text = "time_ms,bid,ask\n1398902400292,1.38676,1.38686\n1398902400920,1.38676,1.38687\n"
    let files = try TemporaryFiles()
    let options = FeedOptions(profile: try testProfile())
    let plain = try allMinutes(FileFeed(path: files.write(text, as: "a.csv"), options: options))
    let compressed = try allMinutes(FileFeed(path: files.writeCompressed(text, as: "a.csv.gz"), options: options))
    let windows = "\u{feff}" + text.replacing("\n", with: "\r\n")
    #expect(compressed == plain)
    #expect(try allMinutes(FileFeed(path: files.write(windows, as: "w.csv"), options: options)) == plain)
  }

  @Test func `skipping to a position gives the rest that reading on would have given`() throws {
    let files = try TemporaryFiles()
    let path = try files.write(randomTicks(rows: 2000, seed: 7), as: "t.csv")
    let options = FeedOptions(profile: try testProfile())
    let feed = try FileFeed(path: path, options: options)
    let all = try allMinutes(feed)
    let half = all.prefix(all.count / 2)
    var resumed: any MarketFeed = try FileFeed(path: path, options: options)
    try resumed.skip(to: Int64(half.map(\.quotes.count).reduce(0, +)))
    #expect(try allMinutes(resumed) == Array(all.dropFirst(all.count / 2)))
  }

  @Test func `a position inside a minute or behind the end is refused`() throws {
    let files = try TemporaryFiles()
    let path = try files.write("time_ms,bid,ask\n1398902400292,1.1,1.1\n1398902400293,1.1,1.1\n", as: "t.csv")
    for position: Int64 in [1, 3] {
      var feed: any MarketFeed = try FileFeed(path: path, options: FeedOptions(profile: testProfile()))
      #expect(throws: FeedError.shorterThan(origin: .recorded(file: path), position: position, quotes: 2)) {
        try feed.skip(to: position)
      }
    }
  }

  @Test(arguments: [
    ("EURUSD_M1_2022.csv.gz", "EURUSD"), ("/a/USDJPY_x/DAT_ASCII_XAUUSD_T_202201.csv", "XAUUSD"),
    ("eurusd-m1-bid-2022-01-01.csv", "EURUSD"), ("FOREX_EURUSD_1H_ASK.csv", "EURUSD"),
  ])
  func `the symbol is told by the file name`(path: String, symbol: String) {
    #expect(Symbol(inFileName: path)?.name == symbol)
  }

  @Test func `a file name without a pair tells no symbol`() {
    #expect(Symbol(inFileName: "quotes.csv") == nil)
    #expect(Symbol(inFileName: "/EURUSD/quotes_ABCDEF.csv") == nil)
  }
}
