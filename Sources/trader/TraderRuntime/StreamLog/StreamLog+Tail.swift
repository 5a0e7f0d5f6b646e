internal import Foundation

/// How a torn tail is distinguished from damage.
extension StreamLog {
  /// Whether what follows the last whole record, to the file's end, is what a crash while appending leaves:
  ///
  /// | what is there | it is |
  /// |---|---|
  /// | a whole record further on | damage in the middle |
  /// | a record that lacks its end | torn |
  /// | the same, but whole if its length were right | damage |
  /// | zeros from a sector's beginning to the end, as a file system leaves them that had made the file longer when the power went | torn |
  /// | anything else | damage |
  func hasTornTail(_ end: Int64) throws(StreamLogError) -> Bool {
    guard end - size <= Int64(StreamRecordHeader.size + StreamRecordHeader.longest) else { return false }
    let tail = try read(at: size, count: Int(end - size))
    let begin = Int(size % Int64(Self.sector))
    let (first, last) = (first, last)
    return tail.withUnsafeBytes { bytes in
      if Self.hasRecord(in: bytes, after: last) { return false }
      let isSpaceOnly = Self.endsInZeroSectors(bytes, begin: begin)
      guard bytes.count >= StreamRecordHeader.size else { return true }
      let header = StreamRecordHeader(bytes)
      guard header.isPossible, last < first || header.sequence == last + 1,
        StreamRecordHeader.size + header.length > bytes.count
      else { return isSpaceOnly }
      return !header.matchesButForItsLength(UnsafeRawBufferPointer(rebasing: bytes[StreamRecordHeader.size...]))
    }
  }

  /// Bytes that a disk writes as one.
  private static let sector = 512
  /// How far the number of a later record can be from the last one's.
  private static let reach: Int64 = 1 << 24

  private static func hasRecord(in bytes: UnsafeRawBufferPointer, after last: Int64) -> Bool {
    var offset = 1
    while offset + StreamRecordHeader.size <= bytes.count {
      let header = StreamRecordHeader(UnsafeRawBufferPointer(rebasing: bytes[offset...]))
      let start = offset + StreamRecordHeader.size
      if header.length > 0, header.isPossible, header.sequence > last, header.sequence - last <= reach,
        start + header.length <= bytes.count,
        header.matches(UnsafeRawBufferPointer(rebasing: bytes[start..<start + header.length]))
      {
        return true
      }
      offset += 1
    }
    return false
  }

  /// - Parameter begin: where in its sector the first byte lies.
  private static func endsInZeroSectors(_ bytes: UnsafeRawBufferPointer, begin: Int) -> Bool {
    let written = (bytes.lastIndex { $0 != 0 } ?? -1) + 1
    let nextSector = (begin + written + sector - 1) / sector * sector - begin
    return nextSector < bytes.count
  }
}
