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

  @Test func `what another seed has stored is of no use`() throws {
    var other = try FeedReader(.synthetic(seed: 6, minutes: nil), profile: profile)
    for _ in 0..<10 { _ = try other.next() }
    let resumed = try FeedReader(source, profile: profile, resumption: other.resumption)
    #expect(resumed.position == 0)
    #expect(try rest(resumed) == rest(FeedReader(source, profile: profile)))
  }
}
