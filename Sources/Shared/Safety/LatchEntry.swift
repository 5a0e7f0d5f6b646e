internal import Domain
internal import Glibc

/// One file of the latch as it was read. Nothing that lies in a latch can make the reader wait: it opens regular files
/// only, follows no link and reads no more than a trip has.
struct LatchEntry {
  /// What shows that a file is another or has been written since. A writer may keep a file's length, and times move in
  /// steps of some milliseconds; see `isSettled`.
  struct Mark: Equatable {
    private let inode: UInt
    private let mode: UInt32
    private let size: Int
    private let modified: Int64
    private let changed: Int64

    init(_ status: stat) {
      inode = UInt(status.st_ino)
      mode = status.st_mode
      size = Int(status.st_size)
      modified = Self.nanoseconds(status.st_mtim)
      changed = Self.nanoseconds(status.st_ctim)
    }

    /// Whether a later change must show in the times: the last one lies further back than a step of the clock.
    func isSettled(at now: Int64) -> Bool { abs(now - max(modified, changed)) > 100_000_000 }

    static func nanoseconds(_ time: timespec) -> Int64 { Int64(time.tv_sec) &* 1_000_000_000 &+ Int64(time.tv_nsec) }
  }

  /// What the file says, or the halt that it stands for.
  let trip: Trip
  /// Whether it is not a whole trip.
  let isForeign: Bool
  let mark: Mark?
  /// Whether it need not be read again while its mark stays.
  let isSettled: Bool

  /// Reads `name` in an open directory.
  ///
  /// - Parameter name: with its closing zero.
  /// - Returns: `nil` where there is no such file: it was archived meanwhile.
  static func read(_ name: [CChar], in directory: Int32) -> LatchEntry? {
    var status = stat()
    guard fstatat(directory, name, &status, AT_SYMLINK_NOFOLLOW) == 0 else {
      return errno == ENOENT ? nil : foreign(name, because: "it cannot be looked at: \(words(of: errno))")
    }
    let mark = Mark(status)
    let kind = status.st_mode & S_IFMT
    guard kind == S_IFREG else { return foreign(name, because: "it is \(article(of: kind))", mark) }
    guard status.st_size <= LatchFile.largest else {
      return foreign(name, because: "it is larger than \(LatchFile.largest) bytes", mark)
    }
    let descriptor = openat(directory, name, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOFOLLOW | O_NOCTTY)
    guard descriptor >= 0 else {
      // Without a mark: the lack may pass.
      return errno == ENOENT ? nil : foreign(name, because: "it cannot be opened: \(words(of: errno))")
    }
    defer { close(descriptor) }
    guard let bytes = bytes(of: descriptor) else { return foreign(name, because: "it cannot be read") }
    guard let trip = LatchFile.trip(from: bytes) else { return foreign(name, because: "", mark) }
    guard LatchFile.name(of: trip.id).utf8.elementsEqual(bytesOf(name)) else {
      return foreign(name, because: "it is a copy of \(trip.id)", mark)
    }
    return LatchEntry(trip: trip, isForeign: false, mark: mark, isSettled: mark.isSettled(at: now))
  }

  /// The bytes of a file, as many as a trip may have and one more; `nil` where it cannot be read.
  static func content(of path: String) -> [UInt8]? {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOFOLLOW | O_NOCTTY)
    guard descriptor >= 0 else { return nil }
    defer { close(descriptor) }
    return bytes(of: descriptor)
  }

  private static func bytes(of descriptor: Int32) -> [UInt8]? {
    var buffer = [UInt8](repeating: 0, count: LatchFile.largest + 1)
    var count = 0
    while count < buffer.count {
      let got = buffer[count...].withUnsafeMutableBytes { Glibc.read(descriptor, $0.baseAddress, $0.count) }
      if got < 0, errno == EINTR { continue }
      guard got >= 0 else { return nil }
      if got == 0 { break }
      count += got
    }
    return Array(buffer[..<count])
  }

  private static func foreign(_ name: [CChar], because detail: String, _ mark: Mark? = nil) -> LatchEntry {
    let bytes = bytesOf(name)
    let shown = String(decoding: bytes, as: UTF8.self).shown().cut(toBytes: 100)
    let trip = Trip(
      id: LatchFile.foreignID(of: bytes), level: .halted,
      reason: "the latch file \(shown) is no whole trip\(detail.isEmpty ? "" : ": \(detail)")",
      source: Trip.latchSource, time: 0)
    return LatchEntry(
      trip: trip.bounded, isForeign: true, mark: mark, isSettled: mark?.isSettled(at: now) ?? false)
  }

  static func bytesOf(_ name: [CChar]) -> some Collection<UInt8> {
    name.prefix { $0 != 0 }.lazy.map { UInt8(bitPattern: $0) }
  }

  /// By the clock that stamps files.
  static var now: Int64 {
    var time = timespec()
    clock_gettime(CLOCK_REALTIME, &time)
    return Mark.nanoseconds(time)
  }

  private static func words(of code: Int32) -> String { String(cString: strerror(code)) }

  private static func article(of kind: UInt32) -> String {
    switch kind {
    case S_IFDIR: "a folder"
    case S_IFLNK: "a symbolic link"
    case S_IFIFO: "a fifo"
    case S_IFSOCK: "a socket"
    default: "a device"
    }
  }
}
