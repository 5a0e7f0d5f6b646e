import Domain
import MarketFeeds
import Testing

struct ExportTests {
  private func read(
    _ text: String, as name: String = "t.csv", clock: BrokerClock = .newYorkClose
  ) throws -> (quotes: [Quote], feed: FileFeed) {
    let files = try TemporaryFiles()
    let options = FeedOptions(profile: try testProfile(), spread: .fixed(Pips(1)), brokerClock: clock)
    let feed = try FileFeed(path: files.write(text, as: name), options: options)
    return (try allMinutes(feed).flatMap(\.quotes), feed)
  }

  private static let metaTraderBars = "<DATE>\t<TIME>\t<OPEN>\t<HIGH>\t<LOW>\t<CLOSE>\t<TICKVOL>\t<VOL>\t<SPREAD>\n"

  @Test(arguments: [
    // 2022-01-03 00:00 UTC is 02:00 in winter; 2022-07-04 00:00 UTC is 03:00 in summer.
    (BrokerClock.newYorkClose, "2022.01.03\t02:00:00", 1_641_168_000_000 as Int64),
    (.newYorkClose, "2022.07.04\t03:00:00", 1_656_892_800_000),
    // Between the American change (13 March) and the European one (27 March) the two clocks differ.
    (.newYorkClose, "2022.03.14\t03:00:00", 1_647_216_000_000),
    (.easternEurope, "2022.03.14\t02:00:00", 1_647_216_000_000),
    (.easternEurope, "2022.03.28\t03:00:00", 1_648_425_600_000),
    (.utc, "2022.03.14\t00:00:00", 1_647_216_000_000),
    (.fixed(minutes: -90), "2022.03.13\t22:30:00", 1_647_216_000_000),
  ])
  func `bars of MetaTrader are on the clock of their broker`(clock: BrokerClock, time: String, utc: Int64) throws {
    let row = "\(time)\t1.13700\t1.13710\t1.13690\t1.13705\t81\t0\t4\n"
    let (quotes, feed) = try read(Self.metaTraderBars + row, clock: clock)
    #expect(feed.format == .metaTraderBars)
    #expect(quotes.map(\.bid.points) == [113_700, 113_690, 113_710, 113_705])
    #expect(quotes.first?.time == utc)
  }

  @Test func `ticks of MetaTrader keep the side that did not change`() throws {
    let text = """
      <DATE>\t<TIME>\t<BID>\t<ASK>\t<LAST>\t<VOLUME>\t<FLAGS>
      2022.01.03\t02:00:00.100\t\t1.13720\t\t\t4
      2022.01.03\t02:00:00.200\t1.13700\t1.13710\t\t\t6
      2022.01.03\t02:00:00.200\t\t1.13711\t\t\t4
      2022.01.03\t02:00:01.000\t1.13699\t\t\t\t2

      """
    let (quotes, feed) = try read(text)
    #expect(quotes.map(\.bid.points) == [113_700, 113_700, 113_699])
    #expect(quotes.map(\.ask.points) == [113_710, 113_711, 113_711])
    #expect(quotes.map(\.time) == [1_641_168_000_200, 1_641_168_000_200, 1_641_168_001_000])
    #expect(feed.refused.counts == [.incompleteTick: 1])
  }

  @Test(arguments: [
    // Through 2018 New York's own time: on 2017-03-14 American summer time has begun, European not.
    ("20170314 083000", 1_489_494_600_000 as Int64), ("20171101 083000", 1_509_539_400_000),
    // From 2019 the European Sundays: on 2022-03-14 it is still UTC−5, on 2022-10-31 again.
    ("20220314 083000", 1_647_264_600_000), ("20220704 083000", 1_656_937_800_000),
    ("20221031 083000", 1_667_223_000_000),
  ])
  func `the clock of HistData is New York's, from 2019 with European dates`(time: String, utc: Int64) throws {
    let (quotes, feed) = try read("\(time);1.137000;1.137100;1.136900;1.137050;0\n")
    #expect(feed.format == .histDataBars)
    #expect(quotes.first?.time == utc)
    #expect(quotes.map(\.bid.points) == [113_700, 113_690, 113_710, 113_705])
  }

  @Test func `HistData's repeated bars and the Sunday of its clock change are refused and counted`() throws {
    let text = """
      20220325 083000;1.1;1.1;1.1;1.1;0
      20220325 083000;1.1;1.1;1.1;1.1;0
      20220325 082900;1.1;1.1;1.1;1.1;0
      20220327 180000;1.1;1.1;1.1;1.1;0
      20220328 083000;1.1;1.1;1.1;1.1;0

      """
    let (quotes, feed) = try read(text)
    #expect(quotes.count == 8)
    #expect(feed.refused.counts == [.repeatedTime: 1, .decreasingTime: 1, .ambiguousClock: 1])
  }

  @Test func `ticks of HistData are read to the millisecond`() throws {
    let (quotes, feed) = try read("20220103 000000123,1.137000,1.137080,0\n20220103 000000200,1.137010,1.137080,0\n")
    #expect(feed.format == .histDataTicks)
    #expect(quotes.map(\.time) == [1_641_186_000_123, 1_641_186_000_200])
    #expect(quotes.map(\.ask.points) == [113_708, 113_708])
  }

  @Test func `bars of Dukascopy tell bid or ask by the file's name, and closed hours are refused`() throws {
    let text = """
      Gmt time,Open,High,Low,Close,Volume
      02.01.2022 21:59:00.000,1.1,1.1,1.1,1.1,0
      03.01.2022 00:00:00.000,1.13700,1.13710,1.13690,1.13705,102.5

      """
    let bid = try read(text, as: "EURUSD_Candlestick_1_M_BID_01.01.2022-31.01.2022.csv")
    let ask = try read(text, as: "EURUSD_Candlestick_1_M_ASK_01.01.2022-31.01.2022.csv")
    #expect(bid.quotes.map(\.bid.points) == [113_700, 113_690, 113_710, 113_705])
    #expect(bid.quotes.map(\.ask.points) == [113_710, 113_700, 113_720, 113_715])
    #expect(ask.quotes.map(\.ask.points) == [113_700, 113_690, 113_710, 113_705])
    #expect(ask.quotes.map(\.bid.points) == [113_690, 113_680, 113_700, 113_695])
    #expect(bid.quotes.first?.time == 1_641_168_000_000)
    #expect(bid.feed.refused.counts == [.noVolume: 1])
  }

  @Test func `ticks of Dukascopy have the ask first`() throws {
    let text = "Gmt time,Ask,Bid,AskVolume,BidVolume\n03.01.2022 00:00:00.123,1.13710,1.13700,0.75,1.12\n"
    let (quotes, feed) = try read(text)
    #expect(feed.format == .dukascopyTicks)
    #expect(quotes.map(\.bid.points) == [113_700] && quotes.map(\.ask.points) == [113_710])
    #expect(quotes.first?.time == 1_641_168_000_123)
  }

  @Test func `hourly bars are four minutes an hour, and a notice calls them coarse`() throws {
    let text = "Time,Open,High,Low,Close,Volume\r\n03.01.2022 00:00:00.000,1.13700,1.13710,1.13690,1.13705,102.5\r\n"
    let (quotes, feed) = try read(text)
    #expect(quotes.map { $0.time - 1_641_168_000_000 } == [0, 900_000, 1_800_000, 2_700_000])
    #expect(quotes.map(\.ask.points) == [113_700, 113_690, 113_710, 113_705])
    #expect(feed.notices == [.coarseBars(minutes: 60), .modelledSpread(.fixed(Pips(1)))])
  }

  @Test func `a form that was asked for must be the file's`() throws {
    let files = try TemporaryFiles()
    let path = try files.write("time_ms,bid,ask\n1398902400292,1.1,1.1\n", as: "t.csv")
    #expect(throws: FeedError.self) {
      try FileFeed(path: path, options: FeedOptions(profile: testProfile(), format: .bidBars))
    }
    let dukascopy = try files.write(FeedFormat.dukascopyBidBars.example + "\n", as: "BID.csv")
    let feed = try FileFeed(path: dukascopy, options: FeedOptions(profile: testProfile(), format: .dukascopyAskBars))
    #expect(feed.format == .dukascopyAskBars)
  }
}
