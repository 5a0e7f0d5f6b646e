import Domain
import Foundation
import GridTrading
import MarketFeeds
import Stack
import Testing

@testable import trader

struct FeedReaderTests {
  private let profile: SymbolProfile
  private let source = FeedSource.synthetic(seed: 5, minutes: 400)

  init() throws {
    profile = try #require(SymbolProfile.named("EURUSD"))
  }

  private func rest(_ reader: FeedReader) throws -> [[Quote]] {
    var reader = reader
    var minutes: [[Quote]] = []
    while let quotes = try reader.next() { minutes.append(quotes) }
    return minutes
  }

  @Test(arguments: [0, 1, 7, 399])
  func `a generator that was stored goes on with the same quotes to the same end`(drawn: Int) throws {
    var whole = try FeedReader(source, profile: profile)
    for _ in 0..<drawn { _ = try whole.next() }
    let stored = try JSONEncoder().encode(try #require(drawn == 0 ? .some(nil) : .some(whole.resumption)))
    let former = try JSONDecoder().decode(SyntheticMarket?.self, from: stored)
    #expect((former?.position ?? 0) <= whole.position)

    var resumed = try FeedReader(source, profile: profile, resumption: former)
    try resumed.skip(to: whole.position)
    #expect(resumed.position == whole.position)
    let left = try rest(resumed)
    #expect(left == (try rest(whole)))
    #expect(left.count == 400 - drawn)
  }

  @Test func `data that ended within a minute and got the rest of it since goes on there`() throws {
    let path = NSTemporaryDirectory() + "EURUSD_\(UUID().uuidString.prefix(8)).csv"
    defer { try? FileManager.default.removeItem(atPath: path) }
    func write(_ count: Int) throws {
      let rows = (0..<count).map { "\(1_704_787_200_000 + $0 * 20_000),1.10000,1.10010\n" }.joined()
      try Data(("time_ms,bid,ask\n" + rows).utf8).write(to: URL(fileURLWithPath: path))
    }
    let files = FeedSource.files([path], spread: nil, strict: false)
    try write(7)
    var before = try FeedReader(files, profile: profile)
    while try before.next() != nil {}
    // Stored with the last minute's first quote, and not with its end.
    let memory = try #require(before.memory)
    for known in [memory, DataMemory(traded: TradedData(), sources: memory.sources)] {
      try write(11)
      var after = try FeedReader(files, profile: profile, memory: known)
      try after.skip(to: 7)
      #expect(after.position == 7)
      #expect(try rest(after).map(\.count) == [2, 2])
      try write(7)
    }
  }

  @Test func `what another seed has stored is of no use`() throws {
    var other = try FeedReader(.synthetic(seed: 6, minutes: nil), profile: profile)
    for _ in 0..<10 { _ = try other.next() }
    let resumed = try FeedReader(source, profile: profile, resumption: other.resumption)
    #expect(resumed.position == 0)
    #expect(try rest(resumed) == rest(FeedReader(source, profile: profile)))
  }
}
