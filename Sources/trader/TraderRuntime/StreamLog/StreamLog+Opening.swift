internal import Digests
internal import Foundation
internal import Glibc

/// How a log is found whole when it is opened, and where its records are.
extension StreamLog {
  /// The index of what lies before the mark, as far as it has been made.
  struct Indexing {
    var found: [IndexEntry] = []
    var offset: Int64 = 0
    var sequence: Int64
  }

  /// - Throws: `.missing` where there must be one, `.notAFile` for a link or whatever else is none.
  static func open(_ path: String, _ memory: Memory, _ isOnlyLookedAt: Bool) throws(StreamLogError) -> Int32 {
    // A path that is not a regular file must not block the caller.
    let flags = O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK | (isOnlyLookedAt ? O_RDONLY : O_RDWR)
    var descriptor = Glibc.open(path, flags)
    if descriptor < 0, errno == ENOENT {
      guard memory.least == 0 else { throw .missing(path: path, remembered: memory.least) }
      // A log that is only looked at and not there reads as an empty one.
      descriptor =
        isOnlyLookedAt ? Glibc.open("/dev/null", O_RDONLY | O_CLOEXEC) : Glibc.open(path, flags | O_CREAT, 0o600)
      guard descriptor >= 0 else { throw .cannotOpen(path: path, errno: errno) }
      return descriptor
    }
    guard descriptor >= 0 else {
      throw errno == ELOOP || errno == EISDIR || errno == ENXIO
        ? .notAFile(path: path) : .cannotOpen(path: path, errno: errno)
    }
    var status = stat()
    guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
      close(descriptor)
      throw .notAFile(path: path)
    }
    return descriptor
  }

  /// Walks the headers of what lies before the mark of a previous start, for one stretch of the file. Their payloads
  /// were checked then, and are again when they are read.
  func indexStretch(before known: IndexEntry) throws(StreamLogError) {
    var place = indexing ?? Indexing(sequence: first)
    let end = place.offset + Int64(Self.stretch)
    var ahead = ReadAhead(end: known.offset, chunk: Self.stretch)
    while place.offset < end {
      guard place.offset < known.offset else {
        guard place.offset == known.offset, place.sequence == known.sequence else {
          throw .damaged(path: path, record: place.sequence, offset: place.offset)
        }
        index.insert(contentsOf: place.found, at: 0)
        isIndexWhole = true
        indexing = nil
        return
      }
      guard
        let header = try bytes(at: place.offset, count: StreamRecordHeader.size, &ahead).map({ StreamRecordHeader($0) }
        ),
        header.isPossible, header.sequence == place.sequence
      else { throw .damaged(path: path, record: place.sequence, offset: place.offset) }
      if (place.sequence - first) % Self.stride == 0 {
        place.found.append(IndexEntry(sequence: place.sequence, offset: place.offset, digest: nil))
      }
      place.offset += Int64(StreamRecordHeader.size + header.length)
      place.sequence += 1
    }
    indexing = place
  }

  /// Whether a whole record of that number begins there.
  func isRecord(_ mark: Mark) throws(StreamLogError) -> Bool {
    let end = fileSize
    guard mark.first > 0, mark.sequence >= mark.first, mark.offset >= 0,
      mark.offset <= end - Int64(StreamRecordHeader.size)
    else { return false }
    let header = StreamRecordHeader(try read(at: mark.offset, count: StreamRecordHeader.size))
    let begin = mark.offset + Int64(StreamRecordHeader.size)
    guard header.isPossible, header.sequence == mark.sequence, begin + Int64(header.length) <= end else { return false }
    let payload = try read(at: begin, count: header.length)
    return payload.withUnsafeBytes { header.matches($0) }
  }

  var fileSize: Int64 { Int64(lseek(descriptor, 0, SEEK_END)) }

  /// Walks the file from a record's beginning, to find its end and build the index.
  ///
  /// - Parameter cuts: whether a torn tail is cut off, or only left out.
  func scan(from begin: Int64, _ memory: Memory, cuts: Bool) throws(StreamLogError) {
    let end = fileSize
    size = begin
    var isHead = memory.head.map { $0.sequence <= last } ?? true
    var reach = Int64(Self.stretch)
    while size < end {
      let stretch = try read(at: size, count: Int(min(end - size, reach)))
      let walked = walk(stretch, memory.head, &isHead)
      size += Int64(walked.bytes)
      guard walked.bytes < stretch.count else { continue }
      // What follows is not a record, or a whole one that is longer than what was read.
      reach = Int64(max(Self.stretch, walked.needed))
      guard walked.needed > stretch.count - walked.bytes, Int64(walked.needed) <= end - size else { break }
    }
    let kept = max(last, first - 1)
    let isTorn = size < end ? try hasTornTail(end) : false
    // Nothing could follow the last number there is.
    guard isTorn || size == end, StreamRecordHeader.numbers.contains(kept + 1) else {
      throw .damaged(path: path, record: kept + 1, offset: size)
    }
    guard kept >= memory.least else { throw .behind(path: path, last: kept, remembered: memory.least) }
    guard isHead else { throw .replaced(path: path, remembered: memory.least) }
    if isTorn, cuts, ftruncate(descriptor, off_t(size)) != 0 { throw .cannotWrite(path: path, errno: errno) }
  }

  /// Bytes that are read at once: a year's log is tens of megabytes.
  static let stretch = 1 << 20

  /// Reads the records that lie whole in a stretch of the file, which begins at `size`.
  ///
  /// - Parameter isHead: set where the remembered head is met.
  /// - Returns: how many bytes they are, and how many the record after them would have; 0 where none is there.
  private func walk(_ stretch: Data, _ head: Head?, _ isHead: inout Bool) -> (bytes: Int, needed: Int) {
    var first = self.first
    var last = self.last
    defer {
      self.first = first
      self.last = last
    }
    return stretch.withUnsafeBytes { bytes in
      var offset = 0
      while offset + StreamRecordHeader.size <= bytes.count {
        let header = StreamRecordHeader(UnsafeRawBufferPointer(rebasing: bytes[offset...]))
        let start = offset + StreamRecordHeader.size
        guard header.isPossible, last < first || header.sequence == last + 1 else { return (offset, 0) }
        guard start + header.length <= bytes.count else { return (offset, StreamRecordHeader.size + header.length) }
        guard header.matches(UnsafeRawBufferPointer(rebasing: bytes[start..<start + header.length])) else {
          return (offset, 0)
        }
        if last < first { first = header.sequence }
        if (header.sequence - first) % Self.stride == 0 {
          index.append(IndexEntry(sequence: header.sequence, offset: size + Int64(offset), digest: digest))
        }
        last = header.sequence
        digest.update(UnsafeRawBufferPointer(rebasing: bytes[offset..<start + header.length]))
        offset = start + header.length
        if last == head?.sequence { isHead = size + Int64(offset) == head?.offset && digest.value == head?.digest }
      }
      return (offset, bytes.count > offset ? StreamRecordHeader.size : 0)
    }
  }

  /// Updates the digest with a part of the file.
  func take(_ digest: inout CRC32C, from begin: Int64, to end: Int64) throws(StreamLogError) {
    var place = begin
    while place < end {
      let part = try read(at: place, count: Int(min(end - place, Int64(Self.stretch))))
      digest.update(part)
      place += Int64(part.count)
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
