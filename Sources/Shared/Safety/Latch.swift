package import Domain
internal import Glibc

/// The durable record of stops: one file for every trip that holds.
///
/// Any process of the same user may add a trip; only the trader, on a person's word, archives one. Every file in the
/// directory whose name does not begin with a dot counts, and one that is no whole trip counts as a halt: so
/// `touch DIRECTORY/latch/stop` halts the bot when nothing else works.
package struct Latch: Sendable {
  package let directory: String
  private let freeSpace: @Sendable () -> Bool

  /// - Parameter freeSpace: called when the disk is full; says whether it made room.
  package init(directory: String, freeSpace: @escaping @Sendable () -> Bool = { false }) {
    self.directory = directory
    self.freeSpace = freeSpace
  }

  /// Puts a trip on the disk; when this returns it survives a power cut. It never lowers what is there.
  ///
  /// The content is written and synced under a hidden name and then linked to its own, which fails where the trip
  /// exists: of two writers of one trip, exactly one wins.
  @discardableResult
  package func record(_ trip: Trip) throws(LatchError) -> LatchRecord {
    let name = LatchFile.name(of: trip.id)
    do {
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
    // Somebody else's writing of the same trip. Only a rise may replace it.
    guard let present = present(name), present.level < trip.level else { return try existing() }
    guard rename(hidden, final) == 0 else { throw .cannotWrite(path: final, step: "rename", code: errno) }
    try syncDirectory(directory)
    return .written
  }

  /// A trip that is seen may not be on the disk yet: whoever wrote it may have died before syncing the directory.
  private func existing() throws(LatchError) -> LatchRecord {
    try syncDirectory(directory)
    return .existed
  }

  private func present(_ name: String) -> Trip? {
    var status = stat()
    guard lstat("\(directory)/\(name)", &status) == 0 else { return nil }
    return trip(inFile: name) ?? unreadable(name)
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
    return .bare
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
    return read(stream)
  }

  /// Reads through a directory that is open already, from its beginning.
  func read(_ stream: OpaquePointer) -> LatchReading {
    var trips: [Trip] = []
    var unreadable: [String] = []
    rewinddir(stream)
    while true {
      errno = 0
      guard let entry = readdir(stream) else {
        if errno == 0 { return LatchReading(trips: trips, unreadable: unreadable) }
        return .halted(because: "the latch \(directory) cannot be listed: \(String(cString: strerror(errno)))")
      }
      let name = withUnsafeBytes(of: &entry.pointee.d_name) { bytes in
        String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
      }
      if name.hasPrefix(".") || name == Self.archiveName { continue }
      if let trip = trip(inFile: name) {
        trips.append(trip)
      } else if access("\(directory)/\(name)", F_OK) == 0 || errno != ENOENT {
        // A file that went away between the listing and the reading was archived.
        trips.append(self.unreadable(name))
        unreadable.append(name)
      }
    }
  }

  private func unreadable(_ name: String) -> Trip {
    let reason = "the latch file \(name) is no whole trip"
    return Trip(id: name, level: .halted, reason: reason, source: "latch", time: 0)
  }

  private func trip(inFile name: String) -> Trip? {
    let descriptor = open("\(directory)/\(name)", O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard descriptor >= 0 else { return nil }
    defer { close(descriptor) }
    // A trip is a few hundred bytes; what does not fit here is not one.
    var buffer = [UInt8](repeating: 0, count: 65_536)
    var count = 0
    while count < buffer.count {
      let got = buffer[count...].withUnsafeMutableBytes { Glibc.read(descriptor, $0.baseAddress, $0.count) }
      if got < 0, errno == EINTR { continue }
      guard got >= 0 else { return nil }
      if got == 0 { return LatchFile.trip(from: Array(buffer[..<count])) }
      count += got
    }
    return nil
  }

  private static let archiveName = "archive"

  /// Takes a trip out of the latch and keeps its file under `archive/`. For the trader alone, on re-arm.
  ///
  /// - Parameter id: a trip's id, or the name of a file that could not be read.
  package func archive(_ id: String) throws(LatchError) {
    let candidates = [LatchFile.name(of: id), id].filter {
      !$0.contains("/") && !$0.hasPrefix(".") && $0 != Self.archiveName
    }
    var status = stat()
    guard let name = candidates.first(where: { lstat("\(directory)/\($0)", &status) == 0 }) else {
      throw .unknownTrip(id: id)
    }
    let archive = "\(directory)/\(Self.archiveName)"
    guard mkdir(archive, 0o700) == 0 || errno == EEXIST else { throw .cannotArchive(path: archive, code: errno) }
    var target = "\(archive)/\(name)"
    var copy = 1
    while lstat(target, &status) == 0 {
      copy += 1
      target = "\(archive)/\(name).\(copy)"
    }
    guard rename("\(directory)/\(name)", target) == 0 else { throw .cannotArchive(path: target, code: errno) }
    try syncDirectory(archive)
    try syncDirectory(directory)
  }
}
