package import Domain
internal import Glibc

/// The durable record of stops: one file for every trip that holds.
///
/// Any process of the same user may add a trip; only the trader, on a person's word, archives one. Every file in the
/// directory whose name does not begin with a dot counts, and one that is not a whole trip counts as a halt: so
/// `touch DIRECTORY/latch/stop` halts the bot when nothing else works.
package struct Latch: Sendable {
  package let directory: String
  private let freeSpace: @Sendable () -> Bool

  /// - Parameter freeSpace: called when the disk is full; says whether it made room.
  package init(directory: String, freeSpace: @escaping @Sendable () -> Bool = { false }) {
    self.directory = directory
    self.freeSpace = freeSpace
  }

  /// Trips of which each has a file of its own. Beyond them one file stands for all further ones of its level, but for
  /// a trip that raises the latch's level: that is always its own.
  package static let most = 1_000
  package static let archiveName = "archive"

  /// Stores a trip; when this returns it survives a power cut. It never lowers what is there.
  ///
  /// The trip is recorded within `Trip.Bounds`, so that whatever is in the latch fits every report. The content is
  /// written and synced under a hidden name and then linked to its own, which fails where the trip exists: of two
  /// writers of one trip, exactly one wins.
  @discardableResult
  package func record(_ trip: Trip) throws(LatchError) -> LatchRecord {
    let trip = trip.bounded
    let name = LatchFile.name(of: trip.id)
    do {
      if isFull, present(name) == nil, holds(trip.level) {
        let summary = trip.folded
        _ = try write(summary, name: LatchFile.name(of: summary.id))
        return .folded(into: summary.id)
      }
      return try write(trip, name: name)
    } catch .cannotWrite(_, _, let code) where code == ENOSPC || code == EDQUOT {
      if freeSpace(), let record = try? write(trip, name: name) {
        return record == .written ? .writtenAfterFreeing : record
      }
      guard trip.level == .halted else {
        throw .cannotWrite(path: "\(directory)/\(name)", step: "write", code: code)
      }
      return try writeBare(name: name)
    }
  }

  /// Whether no further trip has a file of its own.
  private var isFull: Bool {
    guard let stream = opendir(directory) else { return false }
    defer { closedir(stream) }
    var count = 0
    while count <= Self.most, let item = readdir(stream) {
      if item.pointee.d_name.0 != CChar(bitPattern: UInt8(ascii: ".")) { count += 1 }
    }
    // One of them is the archive.
    return count > Self.most
  }

  /// Whether the latch is at this level already.
  private func holds(_ level: SafetyLevel) -> Bool {
    if let summary = present(LatchFile.name(of: Trip.summaryID(of: level))), summary.level >= level { return true }
    return read().level >= level
  }

  private func write(_ trip: Trip, name: String) throws(LatchError) -> LatchRecord {
    let final = "\(directory)/\(name)"
    // Of the thread, not of the process: two threads that stop at once must not take each other's file.
    let hidden = "\(directory)/.\(name).\(getpid())-\(pthread_self())"
    if let present = present(name), present.level >= trip.level { return try existing() }
    let content = LatchFile.bytes(of: trip)
    unlink(hidden)
    defer { unlink(hidden) }
    try writeSynced(content, to: hidden)
    if link(hidden, final) == 0 {
      try syncDirectory(directory)
      return .written
    }
    guard errno == EEXIST else { throw .cannotWrite(path: final, step: "link", code: errno) }
    // Another writer's file of the same trip. Only a rise may replace it.
    guard let present = present(name), present.level < trip.level else { return try existing() }
    guard rename(hidden, final) == 0 else { throw .cannotWrite(path: final, step: "rename", code: errno) }
    try syncDirectory(directory)
    return .written
  }

  /// A trip that is seen may not be on the disk yet: its writer may have crashed before syncing the directory.
  private func existing() throws(LatchError) -> LatchRecord {
    try syncDirectory(directory)
    return .existed
  }

  /// What is under a name; `nil` for nothing.
  private func present(_ name: String) -> Trip? {
    let folder = open(directory, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard folder >= 0 else { return nil }
    defer { close(folder) }
    return LatchEntry.read(name.utf8.map { CChar(bitPattern: $0) } + [0], in: folder)?.trip
  }

  private func writeSynced(_ content: [UInt8], to path: String) throws(LatchError) {
    let descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else { throw .cannotWrite(path: path, step: "create", code: errno) }
    defer { close(descriptor) }
    var written = 0
    while written < content.count {
      let count = content[written...].withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { throw .cannotWrite(path: path, step: "write", code: count == 0 ? ENOSPC : errno) }
      written += count
    }
    guard fsync(descriptor) == 0 else { throw .cannotWrite(path: path, step: "sync", code: errno) }
  }

  private func writeBare(name: String) throws(LatchError) -> LatchRecord {
    let path = "\(directory)/\(name)"
    let descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
    if descriptor < 0, errno == EEXIST { return try existing() }
    guard descriptor >= 0 else { throw .cannotWrite(path: path, step: "create", code: errno) }
    close(descriptor)
    try syncDirectory(directory)
    return .bare(id: LatchFile.foreignID(of: name.utf8))
  }

  private func syncDirectory(_ path: String) throws(LatchError) {
    let descriptor = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard descriptor >= 0 else { throw .cannotWrite(path: path, step: "open directory", code: errno) }
    defer { close(descriptor) }
    guard fsync(descriptor) == 0 else { throw .cannotWrite(path: path, step: "sync directory", code: errno) }
  }

  /// Reads the whole latch.
  package func read() -> LatchReading {
    guard let stream = opendir(directory) else {
      return .halted(because: "the latch \(directory) cannot be opened: \(String(cString: strerror(errno)))")
    }
    defer { closedir(stream) }
    var scan = LatchScan()
    if case .failure(let error) = scan.look(stream) {
      return .halted(because: "the latch \(directory) cannot be listed: \(String(cString: strerror(error.code)))")
    }
    return scan.reading
  }
}
