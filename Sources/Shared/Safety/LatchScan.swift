internal import Domain
internal import Glibc

/// What the files of a latch said when they were read last. Each look lists the directory and reads only what is new or
/// was written since, so that a look costs little with thousands of files.
struct LatchScan {
  private struct Key: Hashable {
    var inode: UInt
    /// Of the name's bytes: a file means something else under another name.
    var name: UInt64
  }

  private struct Kept {
    var name: [CChar]
    var entry: LatchEntry
    /// The last look that has listed it.
    var look: UInt64
    /// Which of the looks compares its times; see `turns`.
    var turn: Int
  }

  /// Most files that are read. Any more count as one further halt.
  static let most = 10_000
  /// Files whose times one look compares. With more of them each waits for its turn; new names never wait.
  private static let compared = 256
  static let overfullID = "latch-overfull"

  private var kept: [Key: Kept] = [:]
  private var isOverfull = false
  private var looks: UInt64 = 0
  /// Of the directory, where it has many files and was settled when it was listed: then an equal one holds the same names.
  private var listed: LatchEntry.Mark?
  private(set) var reading = LatchReading.clear

  init() {}

  /// Looks at the directory behind an open stream.
  ///
  /// - Returns: whether the reading is another than before, or the system's error where it could not be listed.
  mutating func look(_ stream: OpaquePointer) -> Result<Bool, LatchListingError> {
    looks += 1
    let directory = dirfd(stream)
    var hasChanged = false
    var status = stat()
    let mark = fstat(directory, &status) == 0 ? LatchEntry.Mark(status) : nil
    if listed == nil || listed != mark {
      listed = nil
      let isSettled = mark?.isSettled(at: LatchEntry.now) ?? false
      switch list(stream, directory) {
      case .success(let isNew): hasChanged = isNew
      case .failure(let error): return .failure(error)
      }
      if isSettled, kept.count > Self.compared { listed = mark }
    }
    if compare(directory) { hasChanged = true }
    if hasChanged { reading = LatchReading(kept.values.map(\.entry), isOverfull: isOverfull, most: Self.most) }
    return .success(hasChanged)
  }

  private mutating func list(_ stream: OpaquePointer, _ directory: Int32) -> Result<Bool, LatchListingError> {
    var hasChanged = false
    var count = 0
    var isBeyond = false
    rewinddir(stream)
    while true {
      errno = 0
      guard let item = readdir(stream) else {
        guard errno == 0 else { return .failure(LatchListingError(code: errno)) }
        break
      }
      guard Self.counts(item) else { continue }
      guard count < Self.most else {
        isBeyond = true
        break
      }
      let key = Self.key(item)
      if kept[key]?.look != nil {
        kept[key]?.look = looks
        count += 1
      } else {
        let name = Self.name(item)
        guard let entry = LatchEntry.read(name, in: directory) else { continue }
        kept[key] = Kept(name: name, entry: entry, look: looks, turn: Int(key.name & 0xffff))
        hasChanged = true
        count += 1
      }
    }
    if isOverfull != isBeyond {
      isOverfull = isBeyond
      hasChanged = true
    }
    if kept.count > count {
      kept = kept.filter { $0.value.look == looks }
      hasChanged = true
    }
    return .success(hasChanged)
  }

  /// Rereads what was written since.
  private mutating func compare(_ directory: Int32) -> Bool {
    let turns = (kept.count + Self.compared - 1) / Self.compared
    guard turns > 0 else { return false }
    let turn = Int(looks % UInt64(turns))
    var hasChanged = false
    for (key, file) in kept where turns == 1 || file.turn % turns == turn {
      if file.entry.isSettled, isUnchanged(file, directory) { continue }
      guard let entry = LatchEntry.read(file.name, in: directory) else {
        kept[key] = nil
        hasChanged = true
        continue
      }
      if entry.trip != file.entry.trip || entry.isForeign != file.entry.isForeign { hasChanged = true }
      kept[key]?.entry = entry
    }
    return hasChanged
  }

  private func isUnchanged(_ file: Kept, _ directory: Int32) -> Bool {
    var status = stat()
    guard fstatat(directory, file.name, &status, AT_SYMLINK_NOFOLLOW) == 0 else { return false }
    return file.entry.mark == LatchEntry.Mark(status)
  }

  // MARK: Names

  /// Every name counts but hidden ones and the folder of what was archived.
  private static func counts(_ item: UnsafeMutablePointer<dirent>) -> Bool {
    withUnsafeBytes(of: &item.pointee.d_name) { bytes in
      if bytes[0] == UInt8(ascii: ".") { return false }
      let isArchive = bytes.starts(with: Latch.archiveName.utf8) && bytes[Latch.archiveName.utf8.count] == 0
      return !isArchive || (item.pointee.d_type != DT_DIR && item.pointee.d_type != DT_UNKNOWN)
    }
  }

  private static func key(_ item: UnsafeMutablePointer<dirent>) -> Key {
    let hash = withUnsafeBytes(of: &item.pointee.d_name) { bytes in
      var hash = FNV.seed
      for byte in bytes {
        if byte == 0 { break }
        hash = (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01b3
      }
      return hash
    }
    return Key(inode: UInt(item.pointee.d_ino), name: hash)
  }

  static func name(_ item: UnsafeMutablePointer<dirent>) -> [CChar] {
    withUnsafeBytes(of: &item.pointee.d_name) { bytes in
      bytes.prefix { $0 != 0 }.map { CChar(bitPattern: $0) } + [0]
    }
  }
}

/// The directory could not be listed.
struct LatchListingError: Error {
  let code: Int32
}
