internal import CZlib
internal import Glibc

/// Bytes of a plain or gzip-compressed file, from front to back. Several gzip members follow each other as one text.
final class CompressedFile {
  enum Failure: Error {
    case system(reason: String)
    /// The compressed stream has no end.
    case truncated
    case damaged(reason: String)
  }

  let path: String
  /// Bytes on disk.
  let size: Int64
  private let handle: gzFile

  init(path: String) throws(Failure) {
    var status = stat()
    guard stat(path, &status) == 0 else { throw .system(reason: String(cString: strerror(errno))) }
    guard status.st_mode & S_IFMT != S_IFDIR else { throw .system(reason: String(cString: strerror(EISDIR))) }
    guard let handle = gzopen(path, "rbe") else { throw .system(reason: String(cString: strerror(errno))) }
    // Larger than zlib's own 8 KiB, so that few system calls are made; must precede the first read.
    gzbuffer(handle, 128 * 1024)
    self.path = path
    self.size = Int64(status.st_size)
    self.handle = handle
  }

  deinit {
    gzclose_r(handle)
  }

  /// Bytes on disk that have been read.
  var offset: Int64 { Int64(gzoffset(handle)) }

  /// Fills the front of `buffer`.
  ///
  /// - Returns: How many bytes were read; 0 at the end.
  func read(into buffer: UnsafeMutableRawBufferPointer) throws(Failure) -> Int {
    let count = gzread(handle, buffer.baseAddress, UInt32(buffer.count))
    if count > 0 { return Int(count) }
    var code: Int32 = 0
    let message = gzerror(handle, &code).map { String(cString: $0) } ?? ""
    switch code {
    case Z_OK, Z_STREAM_END: return 0
    case Z_BUF_ERROR: throw .truncated
    case Z_ERRNO: throw .system(reason: String(cString: strerror(errno)))
    default: throw .damaged(reason: message)
    }
  }
}
