package import Domain
internal import Foundation
internal import Glibc
internal import Runtime
internal import Wire

/// What the end of a stream log holds, whatever state the log is in. Nothing is opened for writing, cut or indexed.
package enum StreamTail {
  /// Bytes that are looked through at first, and at most.
  private static let reaches = [1 << 18, 1 << 22]

  /// The last quote of the last whole record that has one; `nil` where there is none.
  package static func lastQuote(path: String) -> Quote? {
    // A path that is not a regular file must not block the stop.
    let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard descriptor >= 0 else { return nil }
    defer { close(descriptor) }
    let size = Int64(lseek(descriptor, 0, SEEK_END))
    for reach in reaches {
      let begin = max(0, size - Int64(reach))
      if let quote = lastQuote(in: bytes(descriptor, from: begin, count: Int(size - begin))) { return quote }
      if begin == 0 { return nil }
    }
    return nil
  }

  private static func bytes(_ descriptor: Int32, from begin: Int64, count: Int) -> Data {
    var data = Data(count: max(0, count))
    var done = 0
    while done < data.count {
      let got = data.withUnsafeMutableBytes { buffer in
        pread(descriptor, buffer.baseAddress! + done, buffer.count - done, off_t(begin) + off_t(done))
      }
      if got < 0, errno == EINTR { continue }
      guard got > 0 else { break }
      done += got
    }
    return data.prefix(done)
  }

  /// Records are found by their checksums, from wherever one begins.
  private static func lastQuote(in data: Data) -> Quote? {
    var found: Quote?
    data.withUnsafeBytes { bytes in
      var offset = 0
      while offset + StreamRecordHeader.size <= bytes.count {
        guard let payload = payload(in: bytes, at: offset) else {
          offset += 1
          continue
        }
        offset += StreamRecordHeader.size + payload.count
        guard let frames = PackedFrames.unpack(Data(payload)), let envelope = try? Envelope.decode(frames),
          case .event(.quotes(let batch)) = envelope.payload, let quote = batch.quotes.last
        else { continue }
        found = quote
      }
    }
    return found
  }

  private static func payload(in bytes: UnsafeRawBufferPointer, at offset: Int) -> UnsafeRawBufferPointer? {
    let header = StreamRecordHeader(UnsafeRawBufferPointer(rebasing: bytes[offset...]))
    let begin = offset + StreamRecordHeader.size
    // No record is longer than a message.
    guard header.length > 0, header.length <= 2 * WireLimits.message, begin + header.length <= bytes.count,
      header.isPossible
    else { return nil }
    let payload = UnsafeRawBufferPointer(rebasing: bytes[begin..<begin + header.length])
    return header.matches(payload) ? payload : nil
  }
}
