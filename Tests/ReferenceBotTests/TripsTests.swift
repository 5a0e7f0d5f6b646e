import Domain
import Foundation
import ReferenceBot
import Testing

/// However many stops come, what is in force stays bounded, and neither the level nor a stop is lost.
struct TripsTests {
  private func trip(_ id: String, _ level: SafetyLevel, _ reason: String = "r", time: Int64 = 0) -> Trip {
    Trip(id: id, level: level, reason: reason, source: "guard", time: time)
  }

  @Test func `the same stop again is counted, and the same word by another way is not`() {
    var trips = Trips()
    #expect(trips.add(trip("a", .frozen)) == .tripped)
    #expect(trips.add(trip("a", .frozen)) == .nothing)
    for time in 1...1_000 { #expect(trips.add(trip("a", .frozen, time: Int64(time))) == .counted) }
    #expect(trips.all.map(\.repeats) == [1_000])
    #expect(trips.add(trip("a", .halted)) == .tripped)
    #expect(trips.level == .halted)
    #expect(trips.add(trip("a", .frozen)) != .tripped)
    #expect(trips.level == .halted)
  }

  @Test func `of the reasons of a stop the first and the newest are kept`() {
    var trips = Trips()
    for number in 0..<100_000 {
      _ = trips.add(trip("a", .frozen, "\(number) " + String(repeating: "long ", count: number % 5 * 1_000)))
    }
    let reason = trips.all[0].reason
    #expect(reason.hasPrefix("0 "))
    #expect(reason.contains("; 99998 more; 99999 "))
    #expect(reason.utf8.count <= 1_000)
  }

  @Test func `a stop that comes back from the latch is no further reason`() throws {
    var unwritten = Trips()
    for number in 0..<100 { _ = unwritten.add(trip("a", .halted, number.isMultiple(of: 2) ? "Ana" : "Bob")) }
    var trips = Trips()
    for word in unwritten.words { _ = trips.add(word) }
    let highest = unwritten.takeHighest()
    let written = try #require(highest)
    #expect(written.level == .halted)
    #expect(unwritten.all == [])
    _ = trips.add(written)
    #expect(trips.all.map(\.reason) == ["Ana; Bob"])
  }

  @Test func `stops of ids without end are folded by level, and one that raises the level is its own`() {
    var trips = Trips()
    for number in 0..<10_000 { _ = trips.add(trip("f-\(number)", .frozen)) }
    #expect(trips.all.count == Trips.most + 1)
    #expect(trips.all.last?.id == "more-frozen")
    #expect(trips.all.last?.repeats == Int64(10_000 - Trips.most))
    #expect(trips.add(trip("r", .reducing)) == .tripped)
    #expect(trips.contains("r"))
    for number in 0..<10_000 { _ = trips.add(trip("r-\(number)", number % 2 == 0 ? .reducing : .frozen)) }
    #expect(trips.add(trip("h", .halted)) == .tripped)
    #expect(trips.contains("h"))
    #expect(trips.level == .halted)
    #expect(trips.all.count <= Trips.most + 5)
    // A trip that is held rises, however many there are.
    #expect(trips.add(trip("f-3", .halted)) == .tripped)
  }

  @Test func `a report shows the newest and the highest, fits, and counts the rest`() throws {
    var bot = Bot()
    let long = String(repeating: "ñ", count: 4_000)
    _ = bot.trader.take(trip("the-halt", .halted, long))
    for number in 0..<2_000 { _ = bot.trader.take(trip("f-\(number)", .frozen, "\(number)\(long)")) }
    let report = bot.trader.safetyReport
    #expect(report.level == .halted)
    #expect(report.trips.count == SafetyReport.most)
    #expect(report.trips.contains { $0.id == "the-halt" })
    #expect(report.trips.last?.id == "more-frozen")
    #expect(report.more == bot.trader.trips.all.count - SafetyReport.most)
    #expect(try JSONEncoder().encode(report).count < 32_768)
  }

  @Test func `a flood of one stop makes a few messages`() {
    var bot = Bot()
    var messages = 0
    for number in 0..<10_000 {
      messages += bot.trader.take(trip("a", .frozen, "\(number)", time: Int64(number))).count
    }
    #expect((2...20).contains(messages))
  }

  @Test func `stops of one turn are one message, the highest first`() {
    var bot = Bot()
    _ = bot.move(to: 113_000)
    _ = bot.move(to: 112_700)
    let stops = (0..<100).map { trip("f-\($0)", .frozen) } + [trip("h", .halted)]
    let effects = bot.trader.take(stops)
    #expect(effects.safety.count == 1)
    #expect(effects.closed.count == 1)
    #expect(bot.trader.trips.all.first?.id == "h")
  }

  @Test func `what is in force comes back from a checkpoint, one of an earlier build too`() throws {
    var trips = Trips()
    for number in 0..<400 { _ = trips.add(trip("a-\(number % 300)", .frozen, "\(number)")) }
    let again = try JSONDecoder().decode(Trips.self, from: JSONEncoder().encode(trips))
    #expect(again == trips)
    #expect(again.contains("a-7"))
    let reason = String(repeating: "x", count: 9_000)
    let old = "{\"all\":[{\"id\":\"stop now\",\"level\":3,\"reason\":\"\(reason)\",\"source\":\"latch\",\"time\":0}]}"
    let earlier = try JSONDecoder().decode(Trips.self, from: Data(old.utf8))
    #expect(earlier.level == .halted)
    #expect(earlier.all.allSatisfy { Trip.isID($0.id) && $0.reason.utf8.count < 1_000 })
  }

  /// The sender says how often; no such number may crash a process by overflow.
  @Test(arguments: [Int64.max, .max - 1, -1, .min])
  func `a stop that claims to have been repeated without end is held, and its words can be told`(repeats: Int64) {
    var trips = Trips()
    for number in 0..<4 {
      var stop = trip("x", .frozen, "\(number)")
      stop.repeats = number == 0 ? 0 : repeats
      _ = trips.add(stop)
      var summary = trip(Trip.summaryID(of: .frozen), .frozen, "\(number)")
      summary.repeats = repeats
      _ = trips.add(summary)
    }
    #expect(trips.all.allSatisfy { $0.repeats >= 0 })
    #expect(trips.words.allSatisfy { $0.repeats >= 0 })
    #expect(trips.level == .frozen)
  }
}
