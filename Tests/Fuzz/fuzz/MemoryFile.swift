import Foundation
import Glibc

/// A file in memory, for readers that want a path.
final class MemoryFile {
  /// Of this process, in memory; the system's cleaning takes what a crash leaves there.
  static let folder: String = {
    let folder = "/dev/shm/sotano-fuzz-\(getpid())"
    try? FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    return folder
  }()

  let path = MemoryFile.folder + "/input"

  init(_ bytes: [UInt8]) {
    for end in ["-wal", "-shm"] { unlink(path + end) }
    Self.write(bytes, to: path)
  }

  static func write(_ bytes: [UInt8], to path: String) {
    precondition(FileManager.default.createFile(atPath: path, contents: Data(bytes)), "there is room in memory")
  }

  deinit { unlink(path) }
}
