import Domain
import Foundation
import Testing

@testable import MarketFeeds

struct TradedDataTests {
  /// Minutes of three quotes each.
  private func minutes(_ count: Int, changed: Int? = nil) -> [[Quote]] {
    (0..<count).map { minute in
      (0..<3).map { index in
        let points = Int32(109_500 + minute % 50 + (minute == changed ? 1 : 0))
        let time = 1_704_787_200_000 + Int64(minute) * 60_000 + Int64(index) * 1_000
        return Quote(time: time, bid: Price(points: points), ask: Price(points: points + 10), path: .jump)
      }
    }
  }

  private func traded(_ minutes: [[Quote]]) -> TradedData {
    var data = TradedData()
    for minute in minutes { data.append(minute) }
    return data
  }

  private func difference(_ traded: TradedData, _ minutes: [[Quote]]) throws -> DataDifference? {
    var left = minutes[...]
    return try traded.difference { () throws(FeedError) in left.popFirst() }
  }

  @Test(arguments: [1, 2, 400, 20_000]) func `the same data is the same, whatever follows`(count: Int) throws {
    let data = traded(minutes(count))
    #expect(data.rungs.count <= 16)
    #expect(try difference(data, minutes(count)) == nil)
    #expect(try difference(data, minutes(count + 7)) == nil)
    let decoded = try JSONDecoder().decode(TradedData.self, from: JSONEncoder().encode(data))
    #expect(try difference(decoded, minutes(count)) == nil)
  }

  @Test func `a stored value goes on as one that was never stored`() throws {
    let all = minutes(3_000)
    var data = traded(Array(all[..<1_700]))
    data = try JSONDecoder().decode(TradedData.self, from: JSONEncoder().encode(data))
    for minute in all[1_700...] { data.append(minute) }
    #expect(data.last == traded(all).last)
    #expect(try difference(data, all) == nil)
  }

  @Test(arguments: [0, 1, 341, 342, 343, 5_000, 19_998, 19_999])
  func `any changed quote is found, and its place named within two rungs`(changed: Int) throws {
    let data = traded(minutes(20_000))
    let found = try #require(try difference(data, minutes(20_000, changed: changed)))
    let time = try #require(minutes(20_000)[changed].last).time
    #expect(found.kind == .changed)
    #expect(found.upTo >= time && found.after.map { $0 < time } ?? true)
    #expect(found.upTo - (found.after ?? 1_704_787_200_000) <= 20_000 / 8 * 60_000 * 2)
  }

  @Test func `data that ends before is named with its end`() throws {
    let found = try #require(try difference(traded(minutes(500)), minutes(300)))
    #expect(found.sentence.hasPrefix("it ends at 2024-01-09 12:59:02 UTC, and what was traded goes to"))
    #expect(try difference(traded(minutes(500)), [])?.sentence.hasPrefix("it has no quote, and") == true)
  }

  @Test func `a last minute that got the rest of its ticks is the same`() throws {
    var part = minutes(10)
    part[9].removeLast(2)
    #expect(try difference(traded(part), minutes(12)) == nil)
    // The run then took the rest as a minute of its own.
    var data = traded(part)
    data.append(Array(minutes(10)[9].suffix(2)))
    data.append(minutes(11)[10])
    #expect(try difference(data, minutes(12)) == nil)
    #expect(try difference(data, minutes(12, changed: 9)) != nil)
  }
}
