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
/// tail, as a crash leaves it, is cut off on opening, which checks what comes after the last `Mark` only, so that a
/// start takes as long after a year as after a day. One entry in 256 is indexed in memory, so a year of minutes costs
/// 50 KiB; what lies before the mark is indexed when it is asked for. The file is written with `write` at once, which
/// survives the death of the process; `synchronise` is called before anything that must survive the machine's.
package final class StreamLog {
  package let path: String
  /// The number of the first record kept.
  package internal(set) var first: Int64 = 1
  /// The number of the last record; `first - 1` when empty.
  package internal(set) var last: Int64 = 0

  let descriptor: Int32
  var size: Int64 = 0
  /// Where each 256th record begins.
  var index: [(sequence: Int64, offset: Int64)] = []
  /// Whether the index reaches back to the first record.
  var isIndexWhole = true
  /// How far the index of what lies before the mark has been made.
  var indexing: Indexing?
  static let stride: Int64 = 256
  /// Index entries from the mark to the end.
  private static let strides = 64
  static let headerSize = 16
  static let turnBit: UInt32 = 1 << 31

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

  /// A late place that may be trusted at a later opening once `synchronise` has returned; `nil` for an empty log.
  ///
  /// It lies some 16,000 records back, more than a market day of minutes: what a restarted peer asks for is then indexed.
  package var mark: Mark? {
    guard !index.isEmpty else { return nil }
    let entry = index[max(0, index.count - 1 - Self.strides)]
    return Mark(first: first, sequence: entry.sequence, offset: entry.offset)
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

  /// Makes a part of the index where a read from `sequence` needs it: the file is walked a mebibyte at a time.
  ///
  /// - Returns: whether `read` from there is quick now; call it again otherwise.
  package func prepare(for sequence: Int64) throws(StreamLogError) -> Bool {
    guard !isIndexWhole, let known = index.first, max(sequence, first) < known.sequence else { return true }
    try indexStretch(before: known)
    return isIndexWhole
  }

  /// The records from `sequence` on, at most `limit` of them and at most `bytes` long together (but at least one).
  package func read(from sequence: Int64, limit: Int, bytes: Int) throws(StreamLogError) -> [Record] {
    guard sequence <= last, last >= first else { return [] }
    let wanted = max(sequence, first)
    var offset = try start(of: wanted)
    var found: [Record] = []
    var total = 0
    var ahead = ReadAhead(end: size, chunk: 65_536)
    while offset < size, found.count < limit {
      let (record, next) = try record(at: offset, &ahead)
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
    var ahead = ReadAhead(end: size, chunk: 65_536)
    while offset < size {
      let (record, next) = try record(at: offset, &ahead)
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
    while try !prepare(for: sequence) {}
    return index.last { $0.sequence <= sequence }?.offset ?? 0
  }

  private func record(at offset: Int64, _ ahead: inout ReadAhead) throws(StreamLogError) -> (Record, next: Int64) {
    guard let header = try bytes(at: offset, count: Self.headerSize, &ahead) else {
      throw .cannotRead(path: path, errno: EIO)
    }
    let word = header.littleEndian(UInt32.self, at: 0)
    let length = Int(word & ~Self.turnBit)
    guard let payload = try bytes(at: offset + Int64(Self.headerSize), count: length, &ahead).map({ Data($0) }) else {
      throw .cannotRead(path: path, errno: EIO)
    }
    let record = Record(
      sequence: header.littleEndian(Int64.self, at: 4), payload: payload, beginsTurn: word & Self.turnBit != 0)
    return (record, offset + Int64(Self.headerSize + length))
  }

  func read(at offset: Int64, count: Int) throws(StreamLogError) -> Data {
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
