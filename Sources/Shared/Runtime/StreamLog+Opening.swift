internal import Foundation
internal import Glibc

/// How a log is found whole when it is opened, and where its records are.
extension StreamLog {
  /// Walks the headers of what lies before the mark of a former life. Its payloads were checked in that life.
  func indexWhole(before known: (sequence: Int64, offset: Int64)) throws(StreamLogError) {
    var earlier: [(sequence: Int64, offset: Int64)] = []
    var ahead = ReadAhead(end: known.offset)
    var offset: Int64 = 0
    var sequence = first
    while let header = try bytes(at: offset, count: Self.headerSize, &ahead) {
      if (sequence - first) % Self.stride == 0 { earlier.append((sequence, offset)) }
      offset += Int64(Self.headerSize) + Int64(header.littleEndian(UInt32.self, at: 0) & ~Self.turnBit)
      sequence += 1
    }
    index.insert(contentsOf: earlier, at: 0)
    isIndexWhole = true
  }

  /// Whether a whole record of that number begins there.
  func isRecord(_ mark: Mark) throws(StreamLogError) -> Bool {
    let end = Int64(lseek(descriptor, 0, SEEK_END))
    guard mark.first > 0, mark.sequence >= mark.first, mark.offset >= 0,
      mark.offset <= end - Int64(Self.headerSize)
    else { return false }
    let header = try read(at: mark.offset, count: Self.headerSize)
    let length = Int64(header.littleEndian(UInt32.self, at: 0) & ~Self.turnBit)
    guard header.littleEndian(Int64.self, at: 4) == mark.sequence,
      mark.offset + Int64(Self.headerSize) + length <= end
    else { return false }
    let payload = try read(at: mark.offset + Int64(Self.headerSize), count: Int(length))
    return crc32c(payload) == header.littleEndian(UInt32.self, at: 12)
  }

  /// Walks the file from a record's beginning, to find its end and build the index.
  func scan(from begin: Int64) throws(StreamLogError) {
    let end = Int64(lseek(descriptor, 0, SEEK_END))
    var ahead = ReadAhead(end: end)
    var offset = begin
    while let header = try bytes(at: offset, count: Self.headerSize, &ahead) {
      let length = Int(header.littleEndian(UInt32.self, at: 0) & ~Self.turnBit)
      let sequence = header.littleEndian(Int64.self, at: 4)
      let checksum = header.littleEndian(UInt32.self, at: 12)
      let recordStart = offset
      offset += Int64(Self.headerSize)
      guard length <= 1 << 24, let payload = try bytes(at: offset, count: length, &ahead), crc32c(payload) == checksum,
        last < first || sequence == last + 1, sequence > 0, sequence < .max
      else {
        offset = recordStart
        break
      }
      if last < first { first = sequence }
      if (sequence - first) % Self.stride == 0 { index.append((sequence, recordStart)) }
      last = sequence
      offset += Int64(length)
    }
    size = offset
    if size < end, ftruncate(descriptor, off_t(size)) != 0 { throw .cannotWrite(path: path, errno: errno) }
  }

  /// A stretch of the file in memory: a year's log is tens of megabytes, and it is read a megabyte at a time.
  private struct ReadAhead {
    let end: Int64
    var start: Int64 = 0
    var buffer = Data()
  }

  /// Bytes before `ahead.end`; `nil` where there are not so many.
  private func bytes(at offset: Int64, count: Int, _ ahead: inout ReadAhead) throws(StreamLogError) -> Data? {
    guard offset + Int64(count) <= ahead.end else { return nil }
    if offset < ahead.start || offset + Int64(count) > ahead.start + Int64(ahead.buffer.count) {
      ahead.start = offset
      ahead.buffer = try read(at: offset, count: Int(min(ahead.end - offset, max(1 << 20, Int64(count)))))
    }
    let from = ahead.buffer.startIndex + Int(offset - ahead.start)
    return ahead.buffer[from..<from + count]
  }
}
