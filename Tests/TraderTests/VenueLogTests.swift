import Domain
import Foundation
import Glibc
import Runtime
import Safety
import StopOnly
import Testing

@testable import trader

struct VenueLogTests {
  private let directory: StateDirectory

  init() throws {
    directory = StateDirectory(path: NSTemporaryDirectory() + "venue-\(UUID().uuidString.prefix(8))")
    try FileManager.default.createDirectory(atPath: directory.run, withIntermediateDirectories: true)
  }

  private func trade(_ number: Int64) -> OpenTrade {
    OpenTrade(
      id: TradeID(number), side: .buy, lots: Lots(hundredths: 10), entryTime: 5, entryPrice: Price(points: 112_000),
      stopLoss: Price(points: 111_700), takeProfit: Price(points: 112_300), version: .first)
  }

  private func line(_ number: Int64, of bot: String, _ event: VenueLine.Event = .accepted) -> Data {
    VenueLine(
      event, trade(number), order: VenueLine.order(of: TradeID(number), bot: bot), time: 5,
      price: Price(points: 112_000)
    ).bytes
  }

  /// Somebody else at work in the account.
  private func append(_ bytes: Data) throws {
    let file = try #require(FileHandle(forWritingAtPath: directory.venue))
    try file.seekToEnd()
    try file.write(contentsOf: bytes)
    try file.close()
  }

  /// - Parameter cut: bytes that the other hand has not written of its line, of which the last is only the line's end.
  @Test(arguments: [0, 1, 30])
  func `what somebody else has written since the last look counts in its order`(cut: Int) throws {
    defer { try? FileManager.default.removeItem(atPath: directory.path) }
    let log = try VenueLog(path: directory.venue, expecting: nil)
    log.accept(trade(1), order: "grid-1", looked: nil)
    try log.commit()
    try append(line(7, of: "hand").dropLast(cut))
    log.accept(trade(2), order: "grid-2", looked: nil)
    try log.commit()
    let head = log.head
    try log.readOn()
    #expect(log.book.own(of: "grid").count == 2)
    #expect(log.book.open.count == (cut < 2 ? 3 : 2))
    let again = try VenueLog(path: directory.venue, expecting: head)
    #expect(again.book.own(of: "grid").keys.sorted() == ["grid-1", "grid-2"])
    #expect(again.head == head)
  }

  @Test func `an order whose name another has taken is known not to be there`() throws {
    defer { try? FileManager.default.removeItem(atPath: directory.path) }
    let log = try VenueLog(path: directory.venue, expecting: nil)
    log.accept(trade(1), order: "grid-1", looked: nil)
    try log.commit()
    log.accept(trade(1), order: "grid-1", looked: nil)
    #expect(log.notTaken == [])
    var other = trade(2)
    other.lots = Lots(hundredths: 77)
    try append(VenueLine(.accepted, other, order: "grid-2", time: other.entryTime, price: other.entryPrice).bytes)
    try append(VenueLine(.closed, other, order: "grid-2", time: other.entryTime, price: other.entryPrice).bytes)
    try log.readOn()
    log.accept(trade(2), order: "grid-2", looked: nil)
    #expect(log.notTaken == [TradeID(2)])
  }

  @Test func `a byte without an end hides no whole line before it`() throws {
    defer { try? FileManager.default.removeItem(atPath: directory.path) }
    let log = try VenueLog(path: directory.venue, expecting: nil)
    log.accept(trade(1), order: "grid-1", looked: nil)
    try log.commit()
    try append(line(7, of: "grid") + Data("{".utf8))
    try log.readOn()
    #expect(log.book.open.keys.sorted() == ["grid-1", "grid-7"])
    log.accept(trade(2), order: "grid-2", looked: nil)
    try log.commit()
    #expect(log.book.open.keys.sorted() == ["grid-1", "grid-2", "grid-7"])
    #expect(try VenueLog(path: directory.venue, expecting: log.head).book.open.count == 3)
  }

  @Test func `the life that only stops leaves alone what the bot did not open`() throws {
    defer { try? FileManager.default.removeItem(atPath: directory.path) }
    try (line(1, of: "grid") + line(1, of: "hand") + line(2, of: "grid-2") + line(3, of: "grid"))
      .write(to: URL(fileURLWithPath: directory.venue))
    let venue = StopOnlyVenue(directory, bot: "grid")
    let list = try #require(venue.look())
    #expect(list == VenueList(open: [TradeID(1), TradeID(3)], unknown: 0))
    _ = venue.close(list.open)
    #expect(venue.look()?.isEmpty == true)
    let book = try VenueLog.book(path: directory.venue, expecting: nil)
    #expect(book.open.keys.sorted() == ["grid-2-2", "hand-1"])
    // Where nothing says whose is what, nothing is left open.
    let any = StopOnlyVenue(directory, bot: nil)
    _ = any.close(try #require(any.look()).open)
    #expect(any.look()?.isEmpty == true)
  }

  @Test func `a list that is gone with the journal is unknown, and one that never was is empty`() throws {
    defer { try? FileManager.default.removeItem(atPath: directory.path) }
    #expect(StopOnlyVenue(directory, bot: "grid").look()?.isEmpty == true)
    directory.freeze(OtherJournal(role: .trader, finding: "it is gone"), foundBy: .trader)
    #expect(StopOnlyVenue(directory, bot: "grid").look() == nil)
  }

  @Test(arguments: [
    "lots\":\"1000.01", "lots\":\"21474836.47", "order\":\"grid-281474976710656", "order\":\"grid-\(Int64.max)",
  ])
  func `a number that no bot has makes a line unreadable`(part: String) {
    let whole = String(decoding: line(1, of: "grid"), as: UTF8.self)
    let name = part.prefix { $0 != "\"" }
    let old = name == "lots" ? "lots\":\"0.10" : "order\":\"grid-1"
    // A line of an earlier build, which has no check.
    let text = whole.replacingOccurrences(of: old, with: part).replacingOccurrences(
      of: #","check":"[0-9a-f]{8}""#, with: "", options: .regularExpression)
    #expect(text.contains(part) && !text.contains("check"))
    var book = VenueBook()
    book.read(Data(text.utf8))
    #expect(book.unknown == 1 && book.open.isEmpty)
  }
}
