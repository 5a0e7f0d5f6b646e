import Foundation

/// A memory file system of a few megabytes, for filling up.
final class SmallDisk {
  let folder: TemporaryFolder

  /// Mounting needs privileges that a test machine may not give.
  static let canMount = (try? SmallDisk(megabytes: 1)) != nil

  init(megabytes: Int) throws {
    folder = try TemporaryFolder()
    guard try Self.run("mount", "-t", "tmpfs", "-o", "size=\(megabytes)m", "tmpfs", folder.path) == 0 else {
      throw CocoaError(.fileWriteNoPermission)
    }
  }

  deinit {
    _ = try? Self.run("umount", "-l", folder.path)
  }

  func file(_ name: String) -> String { folder.file(name) }

  private static func run(_ words: String...) throws -> Int32 {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = words
    process.standardError = FileHandle.nullDevice
    try process.run()
    process.waitUntilExit()
    return process.terminationStatus
  }
}
