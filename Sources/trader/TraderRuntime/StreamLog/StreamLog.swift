internal import Digests
package import Foundation
internal import Glibc

/// Every numbered message that the trader has published, in order, so that a subscriber that missed some can request
/// them.
///
/// A record is a `StreamRecordHeader` and a payload. An incomplete last record, as a crash leaves it, is a torn tail
/// and truncated on opening; anything else that cannot be read is damage, for a person, and nothing is truncated.
/// Opening checks what comes after the last `Mark` only, so that a start takes as long after a year as after a day, and
/// that the file is no shorter than, and the same as, what was acknowledged (`Head`); each record is checked again when
/// it is read. One entry in 256 is indexed in memory, so a year of minutes costs 100 KiB; what lies before the mark is
/// indexed when it is asked for. The file is written with `write` at once, which survives the death of the process;
/// `synchronise` is called before anything that must survive the machine's.
package final class StreamLog {
  package let path: String
  /// The number of the first record kept.
  package internal(set) var first: Int64 = 1
  /// The number of the last record; `first - 1` when empty.
  package internal(set) var last: Int64 = 0

  let descriptor: Int32
  var size: Int64 = 0
  /// Of everything up to `size`.
  var digest = CRC32C()
  /// Where each 256th record begins.
  var index: [IndexEntry] = []
  /// Whether the index reaches back to the first record.
  var isIndexWhole = true
  /// How far the index of what lies before the mark has been made.
  var indexing: Indexing?
  static let stride: Int64 = 256
  /// Index entries from the mark to the end.
  private static let strides = 64

  struct IndexEntry {
    var sequence: Int64
    var offset: Int64
    /// Of everything before it, where that was read.
    var digest: CRC32C?
  }

  /// A late place that may be trusted at a later opening once `synchronise` has returned; `nil` for an empty log.
  ///
  /// It lies some 16,000 records back, more than a market day of minutes: what a restarted peer asks for is then indexed.
  package var mark: Mark? {
    guard !index.isEmpty, case let entry = index[max(0, index.count - 1 - Self.strides)], let digest = entry.digest
    else { return nil }
    return Mark(first: first, sequence: entry.sequence, offset: entry.offset, digest: digest.value)
  }

  /// How far the log has come; `nil` for an empty one.
  package var head: Head? {
    last < first ? nil : Head(sequence: last, offset: size, digest: digest.value)
  }

  /// - Parameters:
  ///   - memory: what the journal remembers. A mark that does not fit the file is passed over.
  ///   - isOnlyLookedAt: nothing is made or cut: what is behind a torn tail's beginning is left out.
  /// - Throws: `StreamLogError` with the place of what is wrong.
  package init(path: String, remembering memory: Memory = Memory(), isOnlyLookedAt: Bool = false) throws(StreamLogError)
  {
    self.path = path
    descriptor = try Self.open(path, memory, isOnlyLookedAt)
    if let mark = memory.mark, let before = mark.digest, try isRecord(mark) {
      first = mark.first
      last = mark.sequence - 1
      digest = CRC32C(resuming: before)
      isIndexWhole = mark.sequence == mark.first
      try scan(from: mark.offset, memory, cuts: !isOnlyLookedAt)
    } else {
      try scan(from: 0, memory, cuts: !isOnlyLookedAt)
    }
  }

  deinit {
    close(descriptor)
  }

  /// Appends the record that comes right after `last`.
  ///
  /// - Parameters:
  ///   - beginsTurn: whether a turn of the trader begins with it.
  ///   - callsForCommit: whether its turn is published only after a commit.
  package func append(
    _ sequence: Int64, _ payload: Data, beginsTurn: Bool = true, callsForCommit: Bool = false
  ) throws(StreamLogError) {
    let isNext = last < first || sequence == last + 1
    guard isNext, StreamRecordHeader.numbers.contains(sequence) else {
      throw .outOfOrder(path: path, expected: last + 1, got: sequence)
    }
    if last < first { first = sequence }
    let record = StreamRecordHeader.record(
      sequence, payload, beginsTurn: beginsTurn, callsForCommit: callsForCommit)
    try write(record, at: size)
    if index.isEmpty || (sequence - first) % Self.stride == 0 {
      index.append(IndexEntry(sequence: sequence, offset: size, digest: digest))
    }
    digest.update(record)
    size += Int64(record.count)
    last = sequence
  }

  package struct Record: Hashable, Sendable {
    package var sequence: Int64
    package var payload: Data
    package var beginsTurn: Bool
    package var callsForCommit: Bool
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
  ///
  /// - Throws: `StreamLogError.damaged` where one of them is not as it was written.
  package func read(from sequence: Int64, limit: Int, bytes: Int) throws(StreamLogError) -> [Record] {
    guard sequence <= last, last >= first else { return [] }
    let wanted = max(sequence, first)
    var place = try start(of: wanted)
    var found: [Record] = []
    var total = 0
    var ahead = ReadAhead(end: size, chunk: 65_536)
    // Records before the first requested one are skipped by their headers: damage there is for a caller that requests
    // it.
    while place.offset < size, place.sequence < wanted { _ = try header(&place, &ahead) }
    while place.offset < size, found.count < limit {
      let record = try next(&place, &ahead)
      if !found.isEmpty, total + record.payload.count > bytes { break }
      total += record.payload.count
      found.append(record)
    }
    return found
  }

  /// Cuts off everything after `sequence`.
  package func truncate(after sequence: Int64) throws(StreamLogError) {
    guard sequence < last else { return }
    var place = try start(of: sequence + 1)
    var before = place.digest ?? CRC32C()
    let known = place.digest == nil ? 0 : place.offset
    var ahead = ReadAhead(end: size, chunk: 65_536)
    while place.sequence <= sequence { _ = try next(&place, &ahead) }
    try take(&before, from: known, to: place.offset)
    guard ftruncate(descriptor, off_t(place.offset)) == 0 else { throw .cannotWrite(path: path, errno: errno) }
    size = place.offset
    last = sequence
    digest = before
    index.removeAll { $0.offset >= size }
  }

  /// Returns when everything written is on the disk.
  package func synchronise() throws(StreamLogError) {
    guard fdatasync(descriptor) == 0 else { throw .cannotWrite(path: path, errno: errno) }
  }

  private func start(of sequence: Int64) throws(StreamLogError) -> IndexEntry {
    while try !prepare(for: sequence) {}
    return index.last { $0.sequence <= sequence } ?? IndexEntry(sequence: first, offset: 0, digest: CRC32C())
  }

  /// The record that begins at `place`, which moves on behind it.
  private func next(_ place: inout IndexEntry, _ ahead: inout ReadAhead) throws(StreamLogError) -> Record {
    let damage = StreamLogError.damaged(path: path, record: place.sequence, offset: place.offset)
    let begin = place.offset + Int64(StreamRecordHeader.size)
    let header = try header(&place, &ahead)
    guard let payload = try bytes(at: begin, count: header.length, &ahead),
      payload.withUnsafeBytes({ header.matches($0) })
    else { throw damage }
    return Record(
      sequence: header.sequence, payload: Data(payload), beginsTurn: header.beginsTurn,
      callsForCommit: header.callsForCommit)
  }

  /// The header of the record that begins at `place`, which moves on behind that record.
  private func header(_ place: inout IndexEntry, _ ahead: inout ReadAhead) throws(StreamLogError) -> StreamRecordHeader
  {
    guard
      let header = try bytes(at: place.offset, count: StreamRecordHeader.size, &ahead).map({ StreamRecordHeader($0) }),
      header.isPossible, header.sequence == place.sequence
    else { throw .damaged(path: path, record: place.sequence, offset: place.offset) }
    place.offset += Int64(StreamRecordHeader.size + header.length)
    place.sequence += 1
    return header
  }

  func read(at offset: Int64, count: Int) throws(StreamLogError) -> Data {
    var data = Data(count: count)
    var done = 0
    while done < count {
      let got = data.withUnsafeMutableBytes { buffer in
        pread(descriptor, buffer.baseAddress! + done, count - done, off_t(offset) + off_t(done))
      }
      if got < 0, errno == EINTR { continue }
      // Where the file has become shorter than it was, there is nothing.
      guard got > 0 else { throw .cannotRead(path: path, errno: got < 0 ? errno : EIO) }
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
