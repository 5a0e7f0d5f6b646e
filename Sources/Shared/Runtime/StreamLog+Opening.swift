internal import Foundation
internal import Glibc

/// How a log is found whole when it is opened, and where its records are.
extension StreamLog {
  /// The index of what lies before the mark, as far as it has been made.
  struct Indexing {
    var found: [(sequence: Int64, offset: Int64)] = []
    var offset: Int64 = 0
    var sequence: Int64
  }

  /// Walks the headers of what lies before the mark of a former life, for one stretch of the file. Their payloads were
  /// checked in that life.
  func indexStretch(before known: (sequence: Int64, offset: Int64)) throws(StreamLogError) {
    var place = indexing ?? Indexing(sequence: first)
    let end = place.offset + Int64(Self.stretch)
    var ahead = ReadAhead(end: known.offset, chunk: Self.stretch)
    while place.offset < end {
      guard let header = try bytes(at: place.offset, count: Self.headerSize, &ahead) else {
        index.insert(contentsOf: place.found, at: 0)
        isIndexWhole = true
        indexing = nil
        return
      }
      if (place.sequence - first) % Self.stride == 0 { place.found.append((place.sequence, place.offset)) }
      place.offset += Int64(Self.headerSize) + Int64(header.littleEndian(UInt32.self, at: 0) & ~Self.turnBit)
      place.sequence += 1
    }
    indexing = place
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
    size = begin
    var reach = Int64(Self.stretch)
    while size < end {
      let stretch = try read(at: size, count: Int(min(end - size, reach)))
      let walked = walk(stretch)
      size += Int64(walked.bytes)
      guard walked.bytes < stretch.count else { continue }
      // What follows is no record, or a whole one that is longer than what was read.
      reach = Int64(max(Self.stretch, walked.needed))
      guard walked.needed > stretch.count - walked.bytes, Int64(walked.needed) <= end - size else { break }
    }
    if size < end, ftruncate(descriptor, off_t(size)) != 0 { throw .cannotWrite(path: path, errno: errno) }
  }

  /// Bytes that are read at once: a year's log is tens of megabytes.
  private static let stretch = 1 << 20

  /// Takes up the records that lie whole in a stretch of the file, which begins at `size`.
  ///
  /// - Returns: how many bytes they are, and how many the record after them would have; 0 where none is there.
  private func walk(_ stretch: Data) -> (bytes: Int, needed: Int) {
    var first = self.first
    var last = self.last
    defer {
      self.first = first
      self.last = last
    }
    return stretch.withUnsafeBytes { bytes in
      var offset = 0
      while offset + Self.headerSize <= bytes.count {
        let header = UnsafeRawBufferPointer(rebasing: bytes[offset..<offset + Self.headerSize])
        let length = Int(header.littleEndian(UInt32.self, at: 0) & ~Self.turnBit)
        let sequence = header.littleEndian(Int64.self, at: 4)
        guard length <= 1 << 24, last < first || sequence == last + 1, sequence > 0, sequence < .max else {
          return (offset, 0)
        }
        let start = offset + Self.headerSize
        guard start + length <= bytes.count else { return (offset, Self.headerSize + length) }
        let payload = UnsafeRawBufferPointer(rebasing: bytes[start..<start + length])
        guard crc32c(payload) == header.littleEndian(UInt32.self, at: 12) else { return (offset, 0) }
        if last < first { first = sequence }
        if (sequence - first) % Self.stride == 0 { index.append((sequence, size + Int64(offset))) }
        last = sequence
        offset = start + length
      }
      return (offset, bytes.count > offset ? Self.headerSize : 0)
    }
  }

  /// A stretch of the file in memory.
  struct ReadAhead {
    let end: Int64
    /// Bytes that are read at once.
    let chunk: Int
    var start: Int64 = 0
    var buffer = Data()

    init(end: Int64, chunk: Int) {
      self.end = end
      self.chunk = chunk
    }
  }

  /// Bytes before `ahead.end`; `nil` where there are not so many.
  func bytes(at offset: Int64, count: Int, _ ahead: inout ReadAhead) throws(StreamLogError) -> Data? {
    guard offset + Int64(count) <= ahead.end else { return nil }
    if offset < ahead.start || offset + Int64(count) > ahead.start + Int64(ahead.buffer.count) {
      ahead.start = offset
      ahead.buffer = try read(at: offset, count: Int(min(ahead.end - offset, Int64(max(ahead.chunk, count)))))
    }
    let from = ahead.buffer.startIndex + Int(offset - ahead.start)
    return ahead.buffer[from..<from + count]
  }
}
