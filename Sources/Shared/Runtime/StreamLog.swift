package import Foundation
internal import Glibc

/// Why a stream log could not be used.
package enum StreamLogError: Error, Hashable, Sendable {
  case cannotOpen(path: String, errno: Int32)
  case cannotWrite(path: String, errno: Int32)
  case cannotRead(path: String, errno: Int32)
  /// Records must follow each other without a gap.
  case outOfOrder(path: String, expected: Int64, got: Int64)
}

/// Every numbered message that the trader has published, in order, so that whoever missed some can have them again.
///
/// A record is its length (4 bytes), its sequence number (8), a CRC-32C of the payload (4), little-endian, and the
/// payload. The length's highest bit says that the record begins a turn, so that recovery can cut whole turns. A torn
/// tail, as a crash leaves it, is cut off on opening, which checks what comes after the last `Mark` only, so that a start
/// takes as long after a year as after a day. One entry in 256 is indexed in memory, so a year of minutes costs 50 KiB;
/// what lies before the mark is indexed when it is asked for. The file is written with `write` at once, which survives the death of the process; `synchronise`
/// is called before anything that must survive the machine's.
package final class StreamLog {
  package let path: String
  /// The number of the first record kept.
  package private(set) var first: Int64 = 1
  /// The number of the last record; `first - 1` when empty.
  package private(set) var last: Int64 = 0

  private let descriptor: Int32
  private var size: Int64 = 0
  /// Where each 256th record begins.
  private var index: [(sequence: Int64, offset: Int64)] = []
  /// Whether the index reaches back to the first record.
  private var isIndexWhole = true
  private static let stride: Int64 = 256
  private static let headerSize = 16
  private static let turnBit: UInt32 = 1 << 31

  /// A place up to which the log is whole and on the disk.
  package struct Mark: Hashable, Sendable, Codable {
    /// The number of the log's first record.
    package var first: Int64
    /// The number of a record, and where it begins.
    package var sequence: Int64
    package var offset: Int64

    package init(first: Int64, sequence: Int64, offset: Int64) {
      self.first = first
      self.sequence = sequence
      self.offset = offset
    }
  }

  /// The latest place that may be trusted at a later opening once `synchronise` has returned; `nil` for an empty log.
  package var mark: Mark? {
    index.last.map { Mark(first: first, sequence: $0.sequence, offset: $0.offset) }
  }

  /// - Parameter mark: of a former life. One that does not fit the file is passed over.
  package init(path: String, trusting mark: Mark? = nil) throws(StreamLogError) {
    self.path = path
    descriptor = Glibc.open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else { throw .cannotOpen(path: path, errno: errno) }
    if let mark, try isRecord(mark) {
      first = mark.first
      last = mark.sequence - 1
      isIndexWhole = mark.sequence == mark.first
      try scan(from: mark.offset)
    } else {
      try scan(from: 0)
    }
  }

  deinit {
    close(descriptor)
  }

  /// Appends the record that comes right after `last`.
  package func append(_ sequence: Int64, _ payload: Data, beginsTurn: Bool = true) throws(StreamLogError) {
    if last < first {
      first = sequence
    } else if sequence != last + 1 {
      throw .outOfOrder(path: path, expected: last + 1, got: sequence)
    }
    var record = Data(capacity: Self.headerSize + payload.count)
    record.append(littleEndian: UInt32(payload.count) | (beginsTurn ? Self.turnBit : 0))
    record.append(littleEndian: sequence)
    record.append(littleEndian: crc32c(payload))
    record.append(payload)
    try write(record, at: size)
    if index.isEmpty || (sequence - first) % Self.stride == 0 { index.append((sequence, size)) }
    size += Int64(record.count)
    last = sequence
  }

  package struct Record: Hashable, Sendable {
    package var sequence: Int64
    package var payload: Data
    package var beginsTurn: Bool
  }

  /// The records from `sequence` on, at most `limit` of them and at most `bytes` long together (but at least one).
  package func read(from sequence: Int64, limit: Int, bytes: Int) throws(StreamLogError) -> [Record] {
    guard sequence <= last, last >= first else { return [] }
    let wanted = max(sequence, first)
    var offset = try start(of: wanted)
    var found: [Record] = []
    var total = 0
    while offset < size, found.count < limit {
      let (record, next) = try record(at: offset)
      offset = next
      guard record.sequence >= wanted else { continue }
      if !found.isEmpty, total + record.payload.count > bytes { break }
      total += record.payload.count
      found.append(record)
    }
    return found
  }

  /// Cuts off everything after `sequence`.
  package func truncate(after sequence: Int64) throws(StreamLogError) {
    guard sequence < last else { return }
    var offset = try start(of: sequence + 1)
    while offset < size {
      let (record, next) = try record(at: offset)
      if record.sequence > sequence { break }
      offset = next
    }
    guard ftruncate(descriptor, off_t(offset)) == 0 else { throw .cannotWrite(path: path, errno: errno) }
    size = offset
    last = sequence
    index.removeAll { $0.offset >= offset }
  }

  /// Returns when everything written is on the disk.
  package func synchronise() throws(StreamLogError) {
    guard fdatasync(descriptor) == 0 else { throw .cannotWrite(path: path, errno: errno) }
  }

  private func start(of sequence: Int64) throws(StreamLogError) -> Int64 {
    if !isIndexWhole, let known = index.first, sequence < known.sequence { try indexWhole(before: known) }
    return index.last { $0.sequence <= sequence }?.offset ?? 0
  }

  /// Walks the headers of what lies before the mark of a former life. Its payloads were checked in that life.
  private func indexWhole(before known: (sequence: Int64, offset: Int64)) throws(StreamLogError) {
    var earlier: [(sequence: Int64, offset: Int64)] = []
    var offset: Int64 = 0
    var sequence = first
    while offset < known.offset {
      if (sequence - first) % Self.stride == 0 { earlier.append((sequence, offset)) }
      let header = try read(at: offset, count: Self.headerSize)
      offset += Int64(Self.headerSize) + Int64(header.littleEndian(UInt32.self, at: 0) & ~Self.turnBit)
      sequence += 1
    }
    index.insert(contentsOf: earlier, at: 0)
    isIndexWhole = true
  }

  private func isRecord(_ mark: Mark) throws(StreamLogError) -> Bool {
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
  private func scan(from begin: Int64) throws(StreamLogError) {
    let end = Int64(lseek(descriptor, 0, SEEK_END))
    var offset = begin
    var buffer = Data()
    var bufferStart: Int64 = 0
    // Reads a megabyte at a time: a year's log is tens of megabytes and a start must take milliseconds.
    func bytes(_ count: Int) throws(StreamLogError) -> Data? {
      guard offset + Int64(count) <= end else { return nil }
      if offset < bufferStart || offset + Int64(count) > bufferStart + Int64(buffer.count) {
        bufferStart = offset
        buffer = try read(at: offset, count: Int(min(end - offset, max(1 << 20, Int64(count)))))
      }
      let from = buffer.startIndex + Int(offset - bufferStart)
      return buffer[from..<from + count]
    }
    while let header = try bytes(Self.headerSize) {
      let length = Int(header.littleEndian(UInt32.self, at: 0) & ~Self.turnBit)
      let sequence = header.littleEndian(Int64.self, at: 4)
      let checksum = header.littleEndian(UInt32.self, at: 12)
      let recordStart = offset
      offset += Int64(Self.headerSize)
      guard length <= 1 << 24, let payload = try bytes(length), crc32c(payload) == checksum,
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

  private func record(at offset: Int64) throws(StreamLogError) -> (Record, next: Int64) {
    let header = try read(at: offset, count: Self.headerSize)
    let word = header.littleEndian(UInt32.self, at: 0)
    let length = Int(word & ~Self.turnBit)
    let payload = try read(at: offset + Int64(Self.headerSize), count: length)
    let record = Record(
      sequence: header.littleEndian(Int64.self, at: 4), payload: payload, beginsTurn: word & Self.turnBit != 0)
    return (record, offset + Int64(Self.headerSize + length))
  }

  private func read(at offset: Int64, count: Int) throws(StreamLogError) -> Data {
    var data = Data(count: count)
    var done = 0
    while done < count {
      let got = data.withUnsafeMutableBytes { buffer in
        pread(descriptor, buffer.baseAddress! + done, count - done, off_t(offset) + off_t(done))
      }
      if got < 0, errno == EINTR { continue }
      guard got > 0 else { throw .cannotRead(path: path, errno: errno) }
      done += got
    }
    return data
  }

  private func write(_ data: Data, at offset: Int64) throws(StreamLogError) {
    var done = 0
    while done < data.count {
      let put = data.withUnsafeBytes { buffer in
        pwrite(descriptor, buffer.baseAddress! + done, data.count - done, off_t(offset) + off_t(done))
      }
      if put < 0, errno == EINTR { continue }
      guard put > 0 else { throw .cannotWrite(path: path, errno: errno) }
      done += put
    }
  }
}

extension Data {
  fileprivate mutating func append(littleEndian number: some FixedWidthInteger) {
    Swift.withUnsafeBytes(of: number.littleEndian) { append(contentsOf: $0) }
  }

  fileprivate func littleEndian<Number: FixedWidthInteger>(_ type: Number.Type, at offset: Int) -> Number {
    var number: Number = 0
    for byte in self[(startIndex + offset)..<(startIndex + offset + Number.bitWidth / 8)].reversed() {
      number = number << 8 | Number(truncatingIfNeeded: byte)
    }
    return number
  }
}

/// CRC-32C (Castagnoli), RFC 3720 appendix B.4, by table.
private func crc32c(_ data: Data) -> UInt32 {
  var crc: UInt32 = ~0
  data.withUnsafeBytes { bytes in
    for byte in bytes { crc = crc >> 8 ^ castagnoli[Int(UInt8(truncatingIfNeeded: crc) ^ byte)] }
  }
  return ~crc
}

private let castagnoli: [UInt32] = (0..<256).map { index in
  (0..<8).reduce(UInt32(index)) { crc, _ in crc & 1 == 1 ? crc >> 1 ^ 0x82f6_3b78 : crc >> 1 }
}
