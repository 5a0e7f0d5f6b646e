internal import Foundation
internal import Glibc

/// A file in memory, for readers that want a path.
package final class MemoryFile {
  /// Of this process, in memory; the system's cleaning takes what a crash leaves there.
  package static let folder = "/dev/shm/sotano-fuzz-\(getpid())"

  package let path = MemoryFile.folder + "/input"

  package init(_ bytes: [UInt8]) {
    for end in ["-wal", "-shm"] { unlink(path + end) }
    Self.write(bytes, to: path)
  }

  static func write(_ bytes: [UInt8], to path: String) {
    try? FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    precondition(FileManager.default.createFile(atPath: path, contents: Data(bytes)), "there is room in memory")
  }

  deinit { unlink(path) }
}
