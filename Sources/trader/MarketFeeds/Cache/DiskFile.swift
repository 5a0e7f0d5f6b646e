internal import Digests
internal import Glibc

/// An open file that closes itself. Errors of the system become `FeedError.cache` with the file's name.
final class DiskFile {
  let path: String
  let descriptor: Int32

  init(reading path: String) throws(FeedError) {
    self.path = path
    descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw Self.failure(path) }
  }

  /// A new file beside `path` with a name of its own.
  init(temporaryFor path: String) throws(FeedError) {
    var template = Array((path + ".XXXXXX").utf8CString)
    descriptor = mkstemp(&template)
    self.path = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    guard descriptor >= 0, fcntl(descriptor, F_SETFD, FD_CLOEXEC) == 0 else { throw Self.failure(path) }
  }

  deinit {
    if descriptor >= 0 { close(descriptor) }
  }

  func size() throws(FeedError) -> Int {
    var status = stat()
    guard fstat(descriptor, &status) == 0 else { throw Self.failure(path) }
    return Int(status.st_size)
  }

  func write(_ bytes: UnsafeRawBufferPointer) throws(FeedError) {
    var rest = bytes
    while !rest.isEmpty {
      let count = Glibc.write(descriptor, rest.baseAddress, rest.count)
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { throw Self.failure(path) }
      rest = UnsafeRawBufferPointer(rebasing: rest[count...])
    }
  }

  /// Bytes from where reading stands; fewer only at the end of the file.
  func read(into buffer: UnsafeMutableRawBufferPointer) throws(FeedError) -> Int {
    var filled = 0
    while filled < buffer.count {
      let count = Glibc.read(descriptor, buffer.baseAddress.map { $0 + filled }, buffer.count - filled)
      if count < 0, errno == EINTR { continue }
      guard count >= 0 else { throw Self.failure(path) }
      if count == 0 { break }
      filled += count
    }
    return filled
  }

  func read(count: Int) throws(FeedError) -> [UInt8] {
    let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: count, alignment: 16)
    defer { buffer.deallocate() }
    let filled = try read(into: buffer)
    return Array(buffer[..<filled])
  }

  func seek(to offset: Int) throws(FeedError) {
    guard lseek(descriptor, off_t(offset), SEEK_SET) >= 0 else { throw Self.failure(path) }
  }

  /// Gives every byte from where reading stands to the end, a mebibyte at a time.
  func forEachChunk(_ body: (UnsafeRawBufferPointer) throws(FeedError) -> Void) throws(FeedError) {
    let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 20, alignment: 16)
    defer { buffer.deallocate() }
    while true {
      let count = try read(into: buffer)
      if count == 0 { return }
      try body(UnsafeRawBufferPointer(rebasing: buffer[..<count]))
    }
  }

  /// SHA-256 of every byte from where reading stands.
  func digest() throws(FeedError) -> [UInt8] {
    var hash = SHA256()
    try forEachChunk { bytes throws(FeedError) in hash.update(bytes) }
    return hash.finalize()
  }

  func synchronize() throws(FeedError) {
    guard fsync(descriptor) == 0 else { throw Self.failure(path) }
  }

  static func failure(_ path: String) -> FeedError {
    .cache(file: path, reason: String(cString: strerror(errno)))
  }
}
