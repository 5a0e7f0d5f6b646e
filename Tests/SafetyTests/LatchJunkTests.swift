import Domain
import Foundation
import Glibc
import Safety
import Testing

/// Whatever lies in a latch is a halt that a command takes back, and nothing in it makes a reader wait or fail.
@Suite struct LatchJunkTests {
  let state: TemporaryState
  let latch: Latch

  init() throws {
    state = try TemporaryState()
    latch = Latch(directory: state.latch)
  }

  enum Junk: String, CaseIterable {
    case empty, blankInName, escapeInName, longName, notUnicode, folder, closedFolder, fifo, socket, danglingLink
    case linkToTrip, large, binary, copyOfTrip, hardLink, idOfNoTrip
  }

  private func path(_ name: String) -> String { "\(state.latch)/\(name)" }

  private func touch(_ name: String) {
    close(open(path(name), O_CREAT | O_WRONLY, 0o600))
  }

  private func put(_ junk: Junk) throws {
    func file(_ name: String, _ content: Data = Data()) throws {
      try #require(FileManager.default.createFile(atPath: path(name), contents: content))
    }
    let freeze = Trip(id: "a", level: .frozen, reason: "r", source: "s", time: 1)
    switch junk {
    case .empty: try file("stop")
    case .blankInName: try file("stop now")
    case .escapeInName: try file("\u{1b}[2Jstop\u{202e}")
    case .longName: try file(String(repeating: "ñ", count: 127))
    case .notUnicode: close(open(state.latch + "/" + "x", O_CREAT | O_WRONLY, 0o600)); renameToNoUnicode("x")
    case .folder: try #require(mkdir(path("folder"), 0o700) == 0)
    case .closedFolder: try #require(mkdir(path("closed"), 0) == 0)
    case .fifo: try #require(mkfifo(path("fifo"), 0o600) == 0)
    case .socket: try #require(mknod(path("socket"), S_IFSOCK | 0o600, 0) == 0)
    case .danglingLink: try #require(symlink("/nowhere/at all", path("link.trip")) == 0)
    case .linkToTrip:
      let other = Latch(directory: state.directory.run)
      try other.record(freeze)
      try #require(symlink("\(state.directory.run)/a.trip", path("a.trip")) == 0)
    case .large: try file("large.trip", Data(repeating: UInt8(ascii: "["), count: 1 << 20))
    case .binary: try file("binary.trip", Data((0...255).map { UInt8($0) }))
    case .copyOfTrip:
      try latch.record(freeze)
      try FileManager.default.moveItem(atPath: path("a.trip"), toPath: path("a.trip.bak"))
    case .hardLink:
      try latch.record(freeze)
      try #require(link(path("a.trip"), path("b.trip")) == 0)
    case .idOfNoTrip: try file("two words.trip", Data("{}".utf8))
    }
  }

  private func renameToNoUnicode(_ name: String) {
    var target = path("x").utf8.map { CChar(bitPattern: $0) }
    target += [CChar(bitPattern: 0xff), CChar(bitPattern: 0xfe), 0]
    rename(path(name), target)
  }

  @Test(.timeLimit(.minutes(1)), arguments: Junk.allCases)
  func `junk halts at once, under an id that a report can carry, and can be taken back`(junk: Junk) throws {
    let watch = LatchWatch(latch)
    try put(junk)
    for reading in [watch.check(), latch.read(), watch.check()] {
      #expect(reading.level == .halted)
      #expect(reading.unreadable.count == 1)
      for trip in reading.trips {
        #expect(Trip.isID(trip.id))
        #expect(trip == trip.bounded)
        #expect(trip.reason == trip.reason.shown(), "what a name does to a terminal is shown")
      }
    }
    for id in latch.read().unreadable { try latch.archive(id) }
    #expect(latch.read().level <= .frozen)
    #expect(watch.check() == latch.read())
    #expect(latch.read().unreadable.isEmpty)
  }

  @Test func `two files of one kind stand apart, and the id of each is the same at every look`() throws {
    for name in ["stop", "stop now", "Stop"] { touch(name) }
    let ids = latch.read().unreadable
    #expect(Set(ids).count == 3)
    #expect(latch.read().unreadable == ids)
    try latch.archive(ids[1])
    #expect(latch.read().unreadable == [ids[0], ids[2]])
  }

  @Test func `a file in the archive's place is junk like any other`() throws {
    try FileManager.default.removeItem(atPath: path("archive"))
    touch("archive")
    let id = try #require(latch.read().unreadable.first)
    try latch.archive(id)
    #expect(latch.read() == .clear)
    try latch.record(Trip(id: "a", level: .halted, reason: "", source: "", time: 0))
    try latch.archive("a")
    #expect(latch.read() == .clear)
  }

  @Test func `a trip with texts of any length is recorded so that it can be read and reported`() throws {
    let long = String(repeating: "ü\u{301}\u{0}\"\\", count: 20_000)
    let trip = Trip(id: long, level: .reducing, reason: long, source: long, time: .max, repeats: .max)
    try latch.record(trip)
    let reading = latch.read()
    #expect(reading.level == .reducing)
    #expect(reading.unreadable.isEmpty)
    #expect(reading.trips == [trip.bounded])
    try latch.archive(long)
    #expect(latch.read() == .clear)
  }

  // MARK: Many

  @Test func `of thousands of files all are heard once, and one more at the next look`() throws {
    let watch = LatchWatch(latch)
    for number in 0..<3_000 { touch("junk \(number)") }
    #expect(watch.news().count == 3_000)
    #expect(watch.news().isEmpty)
    #expect(watch.check().trips.count == 3_000)
    touch("one more")
    #expect(watch.news().count == 3_001)
    watch.tellAgain()
    #expect(watch.news().count == 3_001)
  }

  @Test func `of thousands of files one that is written over in place is seen within a few looks`() throws {
    for number in 0..<600 {
      try latch.record(Trip(id: "t-\(number)", level: .frozen, reason: "", source: "", time: 0))
    }
    let watch = LatchWatch(latch)
    #expect(watch.check().level == .frozen)
    let file = try #require(FileHandle(forWritingAtPath: path("t-300.trip")))
    try file.truncate(atOffset: 5)
    #expect((0..<4).contains { _ in watch.check().level == .halted })
  }

  @Test func `beyond ten thousand files there is one halt more, which goes with them`() throws {
    for number in 0..<10_001 { close(open(path("j\(number)"), O_CREAT | O_WRONLY, 0o600)) }
    let watch = LatchWatch(latch)
    #expect(watch.check().trips.count == 10_001)
    #expect(watch.check().unreadable.contains("latch-overfull"))
    latch.archive(watch.check().unreadable)
    #expect(watch.check().trips.count == 1)
    latch.archive(watch.check().unreadable)
    #expect(watch.check() == .clear)
  }

  @Test func `a guard that stops every second fills no disk: one trip stands for those beyond a thousand`() throws {
    func stop(_ number: Int, _ level: SafetyLevel) throws -> LatchRecord {
      try latch.record(Trip(id: "g-\(number)", level: level, reason: "", source: "guard", time: Int64(number)))
    }
    for number in 0..<Latch.most { #expect(try stop(number, .frozen) == .written) }
    for number in 0..<50 { #expect(try stop(100_000 + number, .frozen) == .folded(into: "more-frozen")) }
    #expect(latch.read().trips.count == Latch.most + 1)
    #expect(try stop(0, .frozen) == .existed)
    #expect(try stop(200_000, .reducing) == .written, "what raises the level is its own")
    #expect(try stop(200_001, .reducing) == .folded(into: "more-reducing"))
    #expect(try stop(0, .halted) == .written, "a known trip rises")
    #expect(latch.read().level == .halted)
  }
}
