import Domain
import MarketFeeds
import Testing

struct QuoteCacheTests {
  private let files: TemporaryFiles
  private let source: String
  private let options: FeedOptions

  init() throws {
    files = try TemporaryFiles()
    source = try files.writeCompressed(randomTicks(rows: 70_000, seed: 11), as: "EURUSD_tick.csv.gz")
    options = FeedOptions(profile: try testProfile())
  }

  private func open(_ options: FeedOptions? = nil) throws -> QuoteCache {
    try QuoteCache(of: source, options: options ?? self.options, in: files.path("cache"))
  }

  @Test func `a cache gives the same minutes as its file, when made and when opened again`() throws {
    let expected = try allMinutes(FileFeed(path: source, options: options))
    let made = try open()
    #expect(try allMinutes(CachedFeed(made)) == expected)
    let opened = try open()
    #expect(try allMinutes(CachedFeed(opened)) == expected)
    #expect(made.path == opened.path)
    #expect(opened.notices.isEmpty)
    #expect(opened.rows == 70_000 && opened.count == 70_000)
  }

  @Test func `progress is told while a cache is made and not when it is opened`() throws {
    var told: [Int] = []
    _ = try QuoteCache(of: source, options: options, in: files.path("cache")) { told.append($0.rows) }
    #expect(told.last == 70_000 && told.count == 2)
    told = []
    _ = try QuoteCache(of: source, options: options, in: files.path("cache")) { told.append($0.rows) }
    #expect(told.isEmpty)
  }

  @Test(arguments: [3, 20, 60, 200, 4096 + 17, 1_000_000])
  func `a cache with a changed byte is made again, and a notice says so`(offset: Int) throws {
    let path = try open().path
    let name = "cache/" + (path.split(separator: "/").last.map(String.init) ?? "")
    var bytes = try files.bytes(of: name)
    bytes[offset] ^= 0x40
    _ = try files.write(bytes, as: name)
    let again = try open()
    guard case .cacheRebuilt = again.notices.last else {
      Issue.record("no notice")
      return
    }
    #expect(try allMinutes(CachedFeed(again)) == allMinutes(FileFeed(path: source, options: options)))
  }

  @Test func `a cache that was cut short is made again`() throws {
    let path = try open().path
    let name = "cache/" + (path.split(separator: "/").last.map(String.init) ?? "")
    for length in [0, 10, 96, 5000] {
      _ = try files.write(Array(try files.bytes(of: name).prefix(length)), as: name)
      guard case .cacheRebuilt = try open().notices.last else {
        Issue.record("\(length)")
        return
      }
    }
  }

  @Test func `another source or another way of reading it has another cache`() throws {
    let bars = "time_ms,open,high,low,close\n1641160980000,1.1,1.1,1.1,1.1\n"
    let path = try files.write(bars, as: "EURUSD_M1.csv")
    var spreads = Array(repeating: Pips(tenths: 11), count: 168)
    spreads[3] = Pips(tenths: 12)
    let ways = [
      options, FeedOptions(profile: options.profile, spread: .fixed(Pips(1))),
      FeedOptions(profile: options.profile, strict: true),
      FeedOptions(profile: try testProfile(spreadByHour: spreads)),
      FeedOptions(profile: try testProfile("GBPUSD")),
    ]
    var paths = try Set(ways.map { try QuoteCache(of: path, options: $0, in: files.path("cache")).path })
    #expect(paths.count == ways.count)
    _ = try files.write(bars.replacing("1.1", with: "1.2"), as: "EURUSD_M1.csv")
    paths.insert(try QuoteCache(of: path, options: options, in: files.path("cache")).path)
    #expect(paths.count == ways.count + 1)
  }

  @Test func `a cached feed goes to a position as a file does`() throws {
    let all = try allMinutes(FileFeed(path: source, options: options))
    let position = Int64(all.prefix(100).map(\.quotes.count).reduce(0, +))
    var feed = CachedFeed(try open())
    try feed.skip(to: position)
    #expect(try allMinutes(feed) == Array(all.dropFirst(100)))
    #expect(throws: FeedError.self) { try feed.skip(to: 0) }
    let inside = Int64(
      try #require(
        all.firstIndex { $0.quotes.count > 1 }.map { index in
          all[..<index].map(\.quotes.count).reduce(1, +)
        }))
    var fresh = CachedFeed(feed.cache)
    #expect(throws: FeedError.self) { try fresh.skip(to: inside) }
    #expect(throws: FeedError.self) { try fresh.skip(to: 70_001) }
  }

  @Test func `a bad source leaves nothing in the folder`() throws {
    let path = try files.write("time_ms,bid,ask\n1398902400292,1.1,1.0\n", as: "bad.csv")
    #expect(throws: FeedError.self) { try QuoteCache(of: path, options: options, in: files.path("empty")) }
    #expect(try files.list("empty").isEmpty)
  }
}
