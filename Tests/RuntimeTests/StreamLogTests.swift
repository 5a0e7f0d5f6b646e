import Foundation
import Runtime
import Safety
import Testing
import TraderRuntime

struct StreamLogTests {
  private let path = NSTemporaryDirectory() + "stream-\(UUID().uuidString.prefix(8))"

  private func filled(_ count: Int64) throws -> StreamLog {
    let log = try StreamLog(path: path)
    for number in 1...count { try log.append(number, Data("message \(number)".utf8)) }
    return log
  }

  @Test func `what was appended is read again from any number`() throws {
    defer { try? FileManager.default.removeItem(atPath: path) }
    let log = try filled(1000)
    for start in [1, 2, 255, 256, 257, 258, 999, 1000] as [Int64] {
      let read = try log.read(from: start, limit: 3, bytes: 1 << 20)
      #expect(read.map(\.sequence) == Array(start...min(1000, start + 2)))
      #expect(read.first.map { String(decoding: $0.payload, as: UTF8.self) } == "message \(start)")
    }
    #expect(try log.read(from: 1001, limit: 3, bytes: 1 << 20).isEmpty)
  }

  @Test func `a reply is cut to the bytes asked for but never empty`() throws {
    defer { try? FileManager.default.removeItem(atPath: path) }
    let log = try filled(10)
    #expect(try log.read(from: 1, limit: 10, bytes: 1).count == 1)
    #expect(try log.read(from: 1, limit: 10, bytes: 18).count == 2)
  }

  @Test func `a log that is opened again goes on after its last record`() throws {
    defer { try? FileManager.default.removeItem(atPath: path) }
    _ = try filled(600)
    let log = try StreamLog(path: path)
    #expect(log.last == 600)
    try log.append(601, Data("next".utf8))
    #expect(try log.read(from: 600, limit: 5, bytes: 1000).map(\.sequence) == [600, 601])
  }

  @Test func `a gap is refused`() throws {
    defer { try? FileManager.default.removeItem(atPath: path) }
    let log = try filled(3)
    #expect(throws: StreamLogError.outOfOrder(path: path, expected: 4, got: 5)) { try log.append(5, Data()) }
  }

  @Test func `a log whose last number has no next is damage, and no number outside the range is written`() throws {
    defer { try? FileManager.default.removeItem(atPath: path) }
    let end: Int64 = 1 << 48
    for impossible in [Int64.min, -1, 0, end, .max] {
      let log = try StreamLog(path: path)
      #expect(throws: StreamLogError.outOfOrder(path: path, expected: 1, got: impossible)) {
        try log.append(impossible, Data())
      }
      #expect(log.last == 0)
    }
    let log = try StreamLog(path: path)
    try log.append(end - 2, Data("a".utf8))
    #expect(try StreamLog(path: path).last == end - 2)
    try log.append(end - 1, Data("b".utf8))
    #expect(throws: StreamLogError.outOfOrder(path: path, expected: end, got: end)) { try log.append(end, Data()) }
    #expect(throws: StreamLogError.damaged(path: path, record: end, offset: 34)) { try StreamLog(path: path) }
  }

  @Test func `a tail torn at any byte costs the last record only`() throws {
    defer { try? FileManager.default.removeItem(atPath: path) }
    _ = try filled(5)
    let whole = try #require(FileManager.default.contents(atPath: path))
    for cut in 1..<25 {
      try whole.dropLast(cut).write(to: URL(fileURLWithPath: path))
      let log = try StreamLog(path: path)
      #expect(log.last == 4)
      #expect(log.head == StreamLog.Head(sequence: 4, offset: 100, digest: try #require(log.head).digest))
      try log.append(5, Data("again".utf8))
      #expect(try log.read(from: 5, limit: 1, bytes: 1000).first?.payload == Data("again".utf8))
    }
  }

  @Test func `whichever bit of a log is flipped, its record is named and nothing is cut off`() throws {
    defer { try? FileManager.default.removeItem(atPath: path) }
    _ = try filled(5)
    let whole = try #require(FileManager.default.contents(atPath: path))
    let length = whole.count / 5
    for offset in whole.indices {
      for bit in 0..<8 {
        var broken = whole
        broken[offset] ^= 1 << bit
        try broken.write(to: URL(fileURLWithPath: path))
        let damage = StreamLogError.damaged(
          path: path, record: Int64(offset / length) + 1, offset: Int64(offset / length * length))
        #expect(throws: damage, "byte \(offset), bit \(bit)") { try StreamLog(path: path) }
        #expect(FileManager.default.contents(atPath: path) == broken)
      }
    }
  }

  @Test func `space that a file system had given and not filled is a torn tail`() throws {
    defer { try? FileManager.default.removeItem(atPath: path) }
    _ = try filled(5)
    var whole = try #require(FileManager.default.contents(atPath: path))
    whole = whole.dropLast(10) + Data(count: 1024 - whole.count + 10)
    try whole.write(to: URL(fileURLWithPath: path))
    #expect(try StreamLog(path: path).last == 4)
  }

  @Test func `a record of a log of before, whose checksum leaves out its header, is read`() throws {
    defer { try? FileManager.default.removeItem(atPath: path) }
    // Length 7 with the bit of a turn, number 1, CRC-32C of the payload.
    let record = Data([7, 0, 0, 0x80, 1, 0, 0, 0, 0, 0, 0, 0, 0xd0, 0x14, 0xa2, 0x98]) + Data("message".utf8)
    try record.write(to: URL(fileURLWithPath: path))
    let log = try StreamLog(path: path)
    try log.append(2, Data("next".utf8), beginsTurn: false)
    let read = try StreamLog(path: path).read(from: 1, limit: 5, bytes: 1000)
    #expect(read.map(\.beginsTurn) == [true, false])
    #expect(read.first?.payload == Data("message".utf8))
  }

  @Test func `a log that is only looked at is not made, and its torn tail stays`() throws {
    defer { try? FileManager.default.removeItem(atPath: path) }
    #expect(try StreamLog(path: path, isOnlyLookedAt: true).last == 0)
    #expect(!FileManager.default.fileExists(atPath: path))
    _ = try filled(5)
    let torn = try #require(FileManager.default.contents(atPath: path)).dropLast(3)
    try torn.write(to: URL(fileURLWithPath: path))
    #expect(try StreamLog(path: path, isOnlyLookedAt: true).last == 4)
    #expect(FileManager.default.contents(atPath: path) == torn)
  }

  @Test func `truncation forgets what came after and nothing before`() throws {
    defer { try? FileManager.default.removeItem(atPath: path) }
    let log = try filled(700)
    try log.truncate(after: 512)
    #expect(log.last == 512)
    try log.append(513, Data("new".utf8))
    #expect(try log.read(from: 512, limit: 5, bytes: 1000).map(\.sequence) == [512, 513])
    #expect(try StreamLog(path: path).last == 513)
  }

  @Test func `which records begin a turn is known after a restart`() throws {
    defer { try? FileManager.default.removeItem(atPath: path) }
    do {
      let log = try StreamLog(path: path)
      for number in 1...600 as ClosedRange<Int64> {
        try log.append(number, Data("message".utf8), beginsTurn: number % 3 == 1, callsForCommit: number % 2 == 0)
      }
    }
    let read = try StreamLog(path: path).read(from: 1, limit: 1000, bytes: 1 << 20)
    #expect(read.count == 600)
    #expect(read.allSatisfy { $0.beginsTurn == ($0.sequence % 3 == 1) })
    #expect(read.allSatisfy { $0.callsForCommit == ($0.sequence % 2 == 0) })
  }
}

/// A log that is opened by a mark of a previous start.
struct StreamLogMarkTests {
  private let path = NSTemporaryDirectory() + "stream-\(UUID().uuidString.prefix(8))"

  private func bytes(_ number: Int64) -> Data { Data("message \(number)".utf8) }

  /// A log of so many records, and its mark at the time when it had half of them.
  private func filled(_ count: Int64) throws -> StreamLog.Mark? {
    let log = try StreamLog(path: path)
    var mark: StreamLog.Mark?
    for number in 1...count {
      try log.append(number, bytes(number))
      if number == count / 2 { mark = log.mark }
    }
    return mark
  }

  @Test(arguments: [1, 2, 255, 256, 257, 700, 1024, 50_000] as [Int64])
  func `it has the same records as one that was read whole, before the mark and behind it`(count: Int64) throws {
    defer { try? FileManager.default.removeItem(atPath: path) }
    let mark = try filled(count)
    let log = try StreamLog(path: path, remembering: .init(mark: mark))
    #expect(log.first == 1 && log.last == count)
    for start in Set([1, count / 3, count / 2, count] as [Int64]).sorted() where start > 0 {
      let read = try log.read(from: start, limit: 2000, bytes: 1 << 20)
      let end = min(count, start + 1999)
      #expect(read.map(\.sequence) == Array(start...end))
      #expect(read.map(\.payload) == (start...end).map(bytes))
    }
    try log.append(count + 1, bytes(count + 1))
    try log.truncate(after: count / 2)
    #expect(log.last == count / 2)
    #expect(try StreamLog(path: path).last == count / 2)
  }

  @Test func `what lies before the mark is made ready a mebibyte at a time, and reads the same`() throws {
    defer { try? FileManager.default.removeItem(atPath: path) }
    let payload = Data(repeating: 7, count: 400)
    var mark: StreamLog.Mark?
    let former = try StreamLog(path: path)
    for number in 1...40_000 as ClosedRange<Int64> { try former.append(number, payload) }
    mark = former.mark
    let log = try StreamLog(path: path, remembering: .init(mark: mark))
    var stretches = 1
    while try !log.prepare(for: 3) { stretches += 1 }
    // 24,000 records of 416 bytes, some ten mebibytes.
    #expect((9...12).contains(stretches), "\(stretches)")
    #expect(try log.prepare(for: 1))
    #expect(try log.read(from: 3, limit: 300, bytes: 1 << 20).map(\.sequence) == Array(3...302))
    #expect(try log.read(from: 1, limit: 10, bytes: 1000).map(\.payload) == [payload, payload])
  }

  @Test func `damage behind the mark is named`() throws {
    defer { try? FileManager.default.removeItem(atPath: path) }
    let mark = try #require(try filled(1024))
    var whole = try #require(FileManager.default.contents(atPath: path))
    whole[whole.count - 20] ^= 1
    try whole.write(to: URL(fileURLWithPath: path))
    #expect(throws: StreamLogError.self) { try StreamLog(path: path, remembering: .init(mark: mark)) }
    #expect(FileManager.default.contents(atPath: path) == whole)
  }

  @Test func `a mark that does not fit is passed over`() throws {
    defer { try? FileManager.default.removeItem(atPath: path) }
    let mark = try #require(try filled(1024))
    for (sequence, offset) in [
      (mark.sequence, mark.offset + 1), (mark.sequence + 1, mark.offset), (mark.sequence, 1 << 40), (9_999, 0),
      (mark.sequence, -1),
    ] {
      let wrong = StreamLog.Mark(first: 1, sequence: sequence, offset: offset, digest: mark.digest)
      #expect(try StreamLog(path: path, remembering: .init(mark: wrong)).last == 1024, "\(wrong)")
    }
  }

  @Test func `what lies before the mark is checked when it is asked for, and what is damaged is not given`() throws {
    defer { try? FileManager.default.removeItem(atPath: path) }
    let mark = try filled(50_000)
    var whole = try #require(FileManager.default.contents(atPath: path))
    // In the payload of record 5; the records before have 25 bytes each.
    whole[4 * 25 + 20] ^= 4
    try whole.write(to: URL(fileURLWithPath: path))
    let log = try StreamLog(path: path, remembering: .init(mark: mark))
    #expect(try log.read(from: 6, limit: 2, bytes: 1000).map(\.sequence) == [6, 7])
    let damage = StreamLogError.damaged(path: path, record: 5, offset: 100)
    #expect(throws: damage) { try log.read(from: 1, limit: 10, bytes: 1000) }
    #expect(throws: damage) { try StreamLog(path: path) }
  }
}

/// A log that is opened with the head that a journal remembers.
struct StreamLogHeadTests {
  private let path = NSTemporaryDirectory() + "stream-\(UUID().uuidString.prefix(8))"

  private func fill(_ numbers: ClosedRange<Int64>, _ text: String = "message") throws -> StreamLog {
    let log = try StreamLog(path: path)
    for number in numbers { try log.append(number, Data("\(text) \(number)".utf8)) }
    return log
  }

  private func memory(_ log: StreamLog, mark: Bool) -> StreamLog.Memory {
    StreamLog.Memory(mark: mark ? log.mark : nil, head: log.head, acknowledged: log.last)
  }

  @Test(arguments: [false, true])
  func `a file that is ahead of what is remembered goes on`(hasMark: Bool) throws {
    defer { try? FileManager.default.removeItem(atPath: path) }
    let log = try fill(1...20_000)
    let remembered = memory(log, mark: hasMark)
    for number in 20_001...20_300 as ClosedRange<Int64> { try log.append(number, Data("more".utf8)) }
    #expect(try StreamLog(path: path, remembering: remembered).last == 20_300)
    // What was never published is cut off by the trader, down to what is remembered and no further.
    try log.truncate(after: 20_000)
    let again = try StreamLog(path: path, remembering: remembered)
    #expect(again.last == 20_000 && again.head == remembered.head)
  }

  @Test(arguments: [false, true])
  func `a file that was cut, at a record's end or within one, is behind`(hasMark: Bool) throws {
    defer { try? FileManager.default.removeItem(atPath: path) }
    let log = try fill(1...600)
    let remembered = memory(log, mark: hasMark)
    let whole = try #require(FileManager.default.contents(atPath: path))
    try log.truncate(after: 512)
    let shorter = try #require(FileManager.default.contents(atPath: path))
    for bytes in [shorter, shorter.dropLast(3), whole.dropLast(1), Data()] {
      try bytes.write(to: URL(fileURLWithPath: path))
      #expect(throws: StreamLogError.self) { try StreamLog(path: path, remembering: remembered) }
      #expect(FileManager.default.contents(atPath: path) == bytes, "nothing is cut off")
    }
    try shorter.write(to: URL(fileURLWithPath: path))
    let behind = StreamLogError.behind(path: path, last: 512, remembered: 600)
    #expect(throws: behind) { try StreamLog(path: path, remembering: remembered) }
    #expect(behind.exitCode.rawValue == 65)
  }

  @Test func `a file that is gone, a link, a folder or another run's is named`() throws {
    defer { try? FileManager.default.removeItem(atPath: path) }
    let remembered = memory(try fill(1...300), mark: true)
    let files = FileManager.default
    try files.moveItem(atPath: path, toPath: path + ".away")
    defer { try? files.removeItem(atPath: path + ".away") }
    #expect(throws: StreamLogError.missing(path: path, remembered: 300)) {
      try StreamLog(path: path, remembering: remembered)
    }
    #expect(!files.fileExists(atPath: path))
    try files.createSymbolicLink(atPath: path, withDestinationPath: path + ".away")
    #expect(throws: StreamLogError.notAFile(path: path)) { try StreamLog(path: path, remembering: remembered) }
    try files.removeItem(atPath: path)
    try files.createDirectory(atPath: path, withIntermediateDirectories: false)
    #expect(throws: StreamLogError.notAFile(path: path)) { try StreamLog(path: path, remembering: remembered) }
    try files.removeItem(atPath: path)
    _ = try fill(1...400, "another")
    #expect(throws: StreamLogError.replaced(path: path, remembered: 300)) {
      try StreamLog(path: path, remembering: remembered)
    }
  }

  @Test func `a journal of before remembers no head, and what its checkpoint covers must be there`() throws {
    defer { try? FileManager.default.removeItem(atPath: path) }
    _ = try fill(1...300)
    #expect(try StreamLog(path: path, remembering: .init(acknowledged: 290)).last == 300)
    #expect(throws: StreamLogError.behind(path: path, last: 300, remembered: 310)) {
      try StreamLog(path: path, remembering: .init(acknowledged: 310))
    }
  }
}
