import Foundation
import Runtime
import Testing

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

  @Test func `a tail torn at any byte costs the last record only`() throws {
    defer { try? FileManager.default.removeItem(atPath: path) }
    _ = try filled(5)
    let whole = try #require(FileManager.default.contents(atPath: path))
    for cut in 1..<25 {
      try whole.dropLast(cut).write(to: URL(fileURLWithPath: path))
      let log = try StreamLog(path: path)
      #expect(log.last == 4)
      try log.append(5, Data("again".utf8))
      #expect(try log.read(from: 5, limit: 1, bytes: 1000).first?.payload == Data("again".utf8))
    }
  }

  @Test func `a flipped bit ends the log before its record`() throws {
    defer { try? FileManager.default.removeItem(atPath: path) }
    _ = try filled(5)
    let whole = try #require(FileManager.default.contents(atPath: path))
    for offset in whole.indices.dropLast(25).suffix(20) {
      var broken = whole
      broken[offset] ^= 1
      try broken.write(to: URL(fileURLWithPath: path))
      #expect(try StreamLog(path: path).last < 5)
    }
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
        try log.append(number, Data("message".utf8), beginsTurn: number % 3 == 1)
      }
    }
    let read = try StreamLog(path: path).read(from: 1, limit: 1000, bytes: 1 << 20)
    #expect(read.count == 600)
    #expect(read.allSatisfy { $0.beginsTurn == ($0.sequence % 3 == 1) })
  }
}

/// A log that is opened by a mark of a former life.
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
    let log = try StreamLog(path: path, trusting: mark)
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
    let log = try StreamLog(path: path, trusting: mark)
    var stretches = 1
    while try !log.prepare(for: 3) { stretches += 1 }
    // 24,000 records of 416 bytes, some ten mebibytes.
    #expect((9...12).contains(stretches), "\(stretches)")
    #expect(try log.prepare(for: 1))
    #expect(try log.read(from: 3, limit: 300, bytes: 1 << 20).map(\.sequence) == Array(3...302))
    #expect(try log.read(from: 1, limit: 10, bytes: 1000).map(\.payload) == [payload, payload])
  }

  @Test func `damage behind the mark ends the log there`() throws {
    defer { try? FileManager.default.removeItem(atPath: path) }
    let mark = try #require(try filled(1024))
    var whole = try #require(FileManager.default.contents(atPath: path))
    whole[whole.count - 20] ^= 1
    try whole.write(to: URL(fileURLWithPath: path))
    let log = try StreamLog(path: path, trusting: mark)
    #expect(log.last == 1023)
  }

  @Test func `a mark that does not fit is passed over`() throws {
    defer { try? FileManager.default.removeItem(atPath: path) }
    let mark = try #require(try filled(1024))
    for (sequence, offset) in [
      (mark.sequence, mark.offset + 1), (mark.sequence + 1, mark.offset), (mark.sequence, 1 << 40), (9_999, 0),
      (mark.sequence, -1),
    ] {
      let wrong = StreamLog.Mark(first: 1, sequence: sequence, offset: offset)
      #expect(try StreamLog(path: path, trusting: wrong).last == 1024, "\(wrong)")
    }
  }
}
