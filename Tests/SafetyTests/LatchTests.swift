import Domain
import Foundation
import Safety
import Testing

@Suite struct LatchTests {
  let state: TemporaryState
  let latch: Latch

  init() throws {
    state = try TemporaryState()
    latch = Latch(directory: state.latch)
  }

  private func trip(_ id: String, _ level: SafetyLevel, time: Int64 = 0) -> Trip {
    Trip(id: id, level: level, reason: "drawdown 12 % über 10 %", source: "monitor", time: time)
  }

  private func put(_ bytes: Data, as name: String) throws {
    try bytes.write(to: URL(fileURLWithPath: "\(state.latch)/\(name)"))
  }

  private func bytes(of name: String) throws -> Data {
    try Data(contentsOf: URL(fileURLWithPath: "\(state.latch)/\(name)"))
  }

  @Test func `an empty latch is clear, and the archive in it does not count`() {
    #expect(latch.read() == .clear)
    #expect(LatchReading.clear.level == .active)
  }

  @Test func `a trip reads back as it was written, and the highest one rules`() throws {
    let trips = [trip("a-1", .frozen, time: 3), trip("b-1", .reducing, time: 1), trip("c-1", .frozen, time: 2)]
    for trip in trips { #expect(try latch.record(trip) == .written) }
    #expect(latch.read().trips == [trips[1], trips[2], trips[0]])
    #expect(latch.read().level == .reducing)
    #expect(latch.read().unreadable.isEmpty)
  }

  @Test func `one trip a hundred times from two writers is one file`() throws {
    let other = Latch(directory: state.latch)
    var written = 0
    for turn in 0..<100 {
      if try (turn % 2 == 0 ? latch : other).record(trip("monitor-1", .halted, time: Int64(turn))) == .written {
        written += 1
      }
    }
    #expect(written == 1)
    #expect(latch.read().trips == [trip("monitor-1", .halted)])
  }

  @Test func `writers at the same instant make one trip each`() async throws {
    let directory = state.latch
    var records: [LatchRecord] = []
    // One trip after the other, so that all four are at the same one; threads of one process are writers too.
    for number in 0..<200 {
      records += await withTaskGroup(of: LatchRecord?.self) { group in
        for _ in 0..<4 {
          group.addTask {
            let trip = Trip(id: "t-\(number)", level: .halted, reason: "", source: "", time: 0)
            return try? Latch(directory: directory).record(trip)
          }
        }
        return await group.reduce(into: []) { $0 += [$1].compactMap(\.self) }
      }
    }
    #expect(records.count == 800)
    #expect(records.count { $0 == .written } == 200)
    #expect(latch.read().trips.count == 200)
    #expect(latch.read().unreadable.isEmpty)
  }

  @Test func `a trip rises and never falls`() throws {
    let outcomes = try [SafetyLevel.frozen, .halted, .reducing, .halted].map { try latch.record(trip("a", $0)) }
    #expect(outcomes == [.written, .written, .existed, .existed])
    #expect(latch.read().level == .halted)
    #expect(latch.read().trips.count == 1)
  }

  @Test func `a file cut short at any byte is a halt`() throws {
    try latch.record(trip("a", .frozen))
    let whole = try bytes(of: "a.trip")
    for length in 0..<whole.count {
      try put(whole.prefix(length), as: "a.trip")
      #expect(latch.read().level == .halted, "\(length) of \(whole.count) bytes")
      #expect(latch.read().unreadable.count == 1)
    }
    try put(whole, as: "a.trip")
    #expect(latch.read().level == .frozen)
  }

  @Test func `a file with any bit turned is a halt or says the same`() throws {
    try latch.record(trip("a", .frozen))
    let whole = try bytes(of: "a.trip")
    for index in whole.indices {
      for bit in 0..<8 {
        var changed = whole
        changed[index] ^= 1 << bit
        try put(changed, as: "a.trip")
        let reading = latch.read()
        #expect(reading.level == .halted || reading.trips == [trip("a", .frozen)], "byte \(index), bit \(bit)")
      }
    }
  }

  @Test func `a whole trip that stops nothing is a halt`() throws {
    try latch.record(trip("a", .active))
    #expect(latch.read().level == .halted)
    #expect(latch.read().unreadable.count == 1)
  }

  @Test func `what a writer that died left under a hidden name is no trip`() throws {
    try put(Data("half".utf8), as: ".monitor-1.trip.4711")
    #expect(latch.read() == .clear)
    #expect(try latch.record(trip("monitor-1", .halted)) == .written)
  }

  @Test func `a latch that is gone is a halt`() throws {
    try FileManager.default.removeItem(atPath: state.latch)
    #expect(latch.read().level == .halted)
    #expect(throws: LatchError.self) { try latch.record(trip("a", .halted)) }
  }

  @Test(arguments: ["", "..", "../../etc/passwd", "a b", ".hidden", "ñ", "a\0b", String(repeating: "x", count: 900)])
  func `a trip with an id that no file could have is recorded all the same`(id: String) throws {
    #expect(try latch.record(trip(id, .halted)) == .written)
    #expect(try latch.record(trip(id, .halted)) == .existed)
    let trips = latch.read().trips
    #expect(trips.map(\.reason) == [trip(id, .halted).reason])
    #expect(trips.allSatisfy { Trip.isID($0.id) }, "every report can carry it")
    #expect(latch.read().unreadable.isEmpty)
    try latch.archive(id)
    #expect(latch.read() == .clear)
  }

  @Test func `archiving takes one trip out and keeps its file, each time anew`() throws {
    for _ in 0..<3 {
      try latch.record(trip("a", .halted))
      try latch.record(trip("b", .frozen))
      try latch.archive("a")
      #expect(latch.read().level == .frozen)
    }
    #expect(throws: LatchError.unknownTrip(id: "a")) { try latch.archive("a") }
    #expect(throws: LatchError.unknownTrip(id: "archive")) { try latch.archive("archive") }
    let kept = try FileManager.default.contentsOfDirectory(atPath: "\(state.latch)/archive")
    #expect(kept.sorted() == ["a.trip", "a.trip.2", "a.trip.3"])
  }
}
