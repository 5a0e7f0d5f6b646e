import Domain
import Foundation
import StopOnly
import Testing

struct StopOnlyTests {
  private func trip(_ id: String, _ level: SafetyLevel) -> Trip {
    Trip(id: id, level: level, reason: "a test", source: "Ana", time: 1)
  }

  private func list(_ open: Int64..., unknown: Int = 0) -> StopOnly.Input {
    .looked(VenueList(open: open.map { TradeID($0) }, unknown: unknown))
  }

  @Test func `everything is closed at once, and flat is claimed after two looks`() {
    var core = StopOnly(policy: .always)
    #expect(core.receive(list(1, 2), now: 0).contains(.close([TradeID(1), TradeID(2)])))
    #expect(core.flatness == .verifying)
    _ = core.receive(list(), now: 1)
    #expect(core.flatness == .verifying)
    #expect(core.receive(list(), now: 2) == [.report(core.report)])
    #expect(core.flatness == .verifiedFlat)
    #expect(core.level == .halted)
    // What comes later is closed too.
    #expect(core.receive(list(3), now: 3).contains(.close([TradeID(3)])))
    #expect(core.flatness != .verifiedFlat)
  }

  @Test func `of many positions the first thousand are named and the rest is counted`() {
    var core = StopOnly(policy: .always)
    _ = core.receive(list(1), now: 0)
    let ids = (1...1_500).map { TradeID(Int64($0)) }
    let effects = core.receive(.looked(VenueList(open: ids, unknown: 2)), now: 1)
    #expect(effects.contains(.close(ids)), "all of them are closed")
    #expect(core.flatness == .notFlat(open: Array(ids.prefix(1_000)), unreachable: false, unknown: 502))
  }

  @Test func `where stops lie at the venue, nothing is closed until a stop says halted`() {
    var core = StopOnly(policy: .halted)
    #expect(core.receive(list(1), now: 0).isEmpty)
    #expect(core.flatness == .notRequired)
    #expect(core.level == .reducing)
    _ = core.receive(.stop(trip("a", .reducing)), now: 1)
    #expect(core.receive(list(1), now: 1).isEmpty)
    _ = core.receive(.latch([trip("b", .halted)]), now: 2)
    #expect(core.flatness == .verifying)
    #expect(core.receive(list(1), now: 3).contains(.close([TradeID(1)])))
  }

  @Test func `a position that cannot be read is never flat, and the others are closed`() {
    var core = StopOnly(policy: .always)
    let effects = core.receive(list(1, unknown: 1), now: 0)
    #expect(effects.contains(.close([TradeID(1)])))
    #expect(effects.contains { if case .alarm(let text) = $0 { text.contains("1 unknown") } else { false } })
    for now in 1...5 { _ = core.receive(list(unknown: 1), now: Int64(now)) }
    #expect(core.flatness == .notFlat(open: [], unreachable: false, unknown: 1))
  }

  @Test func `no answer is not flat, and the alarm is raised every 30 s`() {
    var core = StopOnly(policy: .always)
    func alarms(_ effects: [StopOnly.Effect]) -> Int {
      effects.count { if case .alarm = $0 { true } else { false } }
    }
    #expect(alarms(core.receive(.looked(nil), now: 0)) == 1)
    #expect(alarms(core.receive(.looked(nil), now: 29_999)) == 0)
    #expect(alarms(core.receive(.looked(nil), now: 30_000)) == 1)
    #expect(core.flatness == .notFlat(open: [], unreachable: true))
  }

  @Test func `levels only rise, and what is told has a bound`() {
    var core = StopOnly(policy: .halted)
    for number in 1...1_000 { _ = core.receive(.stop(trip("t\(number)", .frozen)), now: 0) }
    _ = core.receive(.stop(trip("high", .halted)), now: 0)
    _ = core.receive(.latch([]), now: 0)
    #expect(core.level == .halted)
    #expect(core.report.trips.count == StopOnly.mostTrips)
    #expect(core.report.trips.contains { $0.id == "high" })
  }
}

struct VenueBookTests {
  private func trade(_ number: Int64) -> OpenTrade {
    OpenTrade(
      id: TradeID(number), side: .sell, lots: Lots(hundredths: 12), entryTime: 5, entryPrice: Price(points: 112_000),
      stopLoss: Price(points: 112_300), takeProfit: Price(points: 111_700), version: .first)
  }

  private func accepted(_ number: Int64) -> Data {
    VenueLine(.accepted, trade(number), order: "bot-\(number)", time: 5, price: Price(points: 112_000)).bytes
  }

  private func closed(_ number: Int64, by: String? = nil) -> Data {
    VenueLine(.closed, trade(number), order: "bot-\(number)", time: 9, price: Price(points: 111_900), by: by).bytes
  }

  private func book(_ parts: Data...) -> VenueBook {
    var book = VenueBook()
    for part in parts { book.read(part) }
    return book
  }

  @Test func `what was taken and not closed is open, however the bytes come`() {
    let bytes = accepted(1) + accepted(2) + closed(1)
    var book = VenueBook()
    for byte in bytes { book.read(Data([byte])) }
    #expect(book.open == ["bot-2": trade(2)])
    #expect(book.list(of: "bot") == VenueList(open: [TradeID(2)], unknown: 0))
    #expect(!book.hasTornTail)
  }

  @Test(arguments: [
    "", "{}", "\u{0}\u{0}", "{\"event\":\"accepted\"}", "{\"event\":\"cancelled\",\"order\":\"bot-3\"}",
  ])
  func `a line that cannot be read is an unknown position and ends nothing`(line: String) {
    let book = book(accepted(1), Data((line + "\n").utf8), accepted(2), closed(1))
    #expect(book.list(of: "bot") == VenueList(open: [TradeID(2)], unknown: 1))
    #expect(book.damaged == [2])
  }

  @Test func `a torn tail is no position, also after it has been said to be torn`() {
    let torn = Data(accepted(2).dropLast(9))
    #expect(book(accepted(1), torn).list(of: "bot") == VenueList(open: [TradeID(1)], unknown: 0))
    #expect(book(accepted(1), torn).hasTornTail)
    let later = book(accepted(1), torn, Data("\n".utf8), VenueLine.torn.bytes, closed(1, by: "stop-only"))
    #expect(later.list(of: "bot").isEmpty)
    #expect(later.closedAway["bot-1"]?.price == Price(points: 111_900))
  }

  @Test func `only what the bot did not close itself was closed away`() {
    #expect(book(accepted(1), closed(1)).closedAway.isEmpty)
  }

  @Test func `whichever bit of a line is flipped, the line is damage`() {
    let bytes = accepted(1) + accepted(2) + closed(1)
    for offset in bytes.indices {
      for bit in 0..<8 {
        var broken = bytes
        broken[offset] ^= 1 << bit
        let book = book(broken)
        // What makes the first line one of an earlier build leaves its content as it was.
        let isKey = offset < accepted(1).count && book.finding == nil
        #expect(book.finding != nil || isKey, "byte \(offset), bit \(bit)")
        #expect(isKey || book.unknown > 0, "byte \(offset), bit \(bit) claims to know all")
        if isKey { #expect(book.open == ["bot-2": trade(2)]) }
        #expect(book.isTailDamaged == book.hasTornTail, "an acknowledged line is no torn tail")
      }
    }
  }

  /// The line as it was before lines had checks.
  private func old(_ line: Data) -> Data { line.dropLast(21) + Data("}\n".utf8) }

  @Test func `lines of before are read, and not behind one that has a check`() {
    #expect(
      book(old(accepted(1)), old(closed(1)), accepted(2)).list(of: "bot") == VenueList(open: [TradeID(2)], unknown: 0))
    #expect(book(accepted(1), old(accepted(2))).damaged == [2])
  }

  @Test func `a list that is ahead of what is remembered is whole, one that is behind is named`() {
    let parts = [accepted(1), accepted(2), closed(1), accepted(3)]
    let head = book(parts[0], parts[1], parts[2]).head
    #expect(head.lines == 3)
    func finding(_ parts: [Data]) -> VenueListFinding? {
      var book = VenueBook(expecting: head)
      for part in parts { book.read(part) }
      return book.finding
    }
    #expect(finding(parts) == nil)
    #expect(finding(Array(parts.prefix(3))) == nil)
    #expect(finding(parts + [accepted(4).dropLast(5)]) == nil)
    #expect(finding(Array(parts.prefix(2))) == .behind(lines: 2, remembered: 3))
    #expect(finding([parts[0], parts[1], parts[2].dropLast(1)]) == .behind(lines: 2, remembered: 3))
    #expect(finding([]) == .behind(lines: 0, remembered: 3))
    #expect(finding([parts[0], parts[1], closed(2), parts[3]]) == .replaced(remembered: 3))
    #expect(finding([old(parts[0]), parts[1], parts[2], parts[3]]) == .replaced(remembered: 3))
  }

  @Test func `what was written counts as what is read again`() {
    var written = book(accepted(1))
    written.add(written: accepted(2) + closed(1))
    #expect(written.head == book(accepted(1), accepted(2), closed(1)).head)
  }
}
