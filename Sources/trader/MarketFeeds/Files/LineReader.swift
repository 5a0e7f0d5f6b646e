internal import Glibc

/// Cuts a file into lines without copying them.
///
/// A line ends at `\n`, `\r\n` or the end of the file. A byte order mark of UTF-8 at the front is dropped.
///
/// It cannot be copied, since two copies would read from one file in turns; and as no class it needs no check of access
/// at every byte.
struct LineReader: ~Copyable {
  /// Longest line in bytes; every form of quotes stays far below.
  static let longestLine = 4096

  let file: CompressedFile
  /// The number of the line given last, from 1.
  private(set) var number = 0
  private let buffer: UnsafeMutableRawBufferPointer
  private var start = 0
  private var end = 0
  private var atEnd = false
  private var repeats = false
  private var last = UnsafeBufferPointer<UInt8>(start: nil, count: 0)

  init(path: String) throws(FeedError) {
    do {
      file = try CompressedFile(path: path)
    } catch {
      throw Self.feedError(error, path: path, line: 0)
    }
    buffer = .allocate(byteCount: 256 * 1024, alignment: 16)
  }

  deinit {
    buffer.deallocate()
  }

  /// Makes `next()` return the last line again.
  mutating func giveAgain() {
    precondition(number > 0, "a line was read before")
    repeats = true
  }

  /// The next line, without its end, valid until the next call; `nil` at the end of the file.
  mutating func next() throws(FeedError) -> UnsafeBufferPointer<UInt8>? {
    if repeats {
      repeats = false
      return last
    }
    var searched = 0
    while true {
      if number == 0, end - start > 1, [[0xff, 0xfe], [0xfe, 0xff]].contains(Array(buffer[start..<start + 2])) {
        throw .utf16(file: file.path)
      }
      if let length = lineEnd(after: searched) { return give(length, skipping: length + 1) }
      searched = end - start
      guard searched <= Self.longestLine else {
        throw .lineTooLong(file: file.path, line: number + 1, limit: Self.longestLine)
      }
      if atEnd {
        return searched == 0 ? nil : give(searched, skipping: searched)
      }
      try refill()
    }
  }

  /// Bytes up to the next line end, which is not among the `searched` first; `nil` where the buffer has none.
  private func lineEnd(after searched: Int) -> Int? {
    guard let base = buffer.baseAddress, end - start > searched,
      let found = memchr(base + start + searched, Int32(UInt8(ascii: "\n")), end - start - searched)
    else { return nil }
    return UnsafeRawPointer(found) - UnsafeRawPointer(base + start)
  }

  private mutating func give(_ length: Int, skipping: Int) -> UnsafeBufferPointer<UInt8> {
    number += 1
    var bytes = UnsafeRawBufferPointer(rebasing: buffer[start..<start + length])
    start += skipping
    if number == 1, bytes.starts(with: [0xef, 0xbb, 0xbf]) { bytes = .init(rebasing: bytes.dropFirst(3)) }
    if bytes.last == UInt8(ascii: "\r") { bytes = .init(rebasing: bytes.dropLast()) }
    last = bytes.assumingMemoryBound(to: UInt8.self)
    return last
  }

  private mutating func refill() throws(FeedError) {
    if start > 0 {
      // The unfinished line moves to the front; it is at most as long as the longest line.
      if end > start { buffer.copyMemory(from: UnsafeRawBufferPointer(rebasing: buffer[start..<end])) }
      end -= start
      start = 0
    }
    do {
      let count = try file.read(into: UnsafeMutableRawBufferPointer(rebasing: buffer[end...]))
      if count == 0 { atEnd = true }
      end += count
    } catch {
      throw Self.feedError(error, path: file.path, line: number + 1)
    }
  }

  private static func feedError(_ failure: CompressedFile.Failure, path: String, line: Int) -> FeedError {
    switch failure {
    case .system(let reason): .unreadable(file: path, reason: reason)
    case .truncated: .truncated(file: path, line: line)
    case .damaged(let reason): .damaged(file: path, line: line, reason: reason)
    }
  }
}
