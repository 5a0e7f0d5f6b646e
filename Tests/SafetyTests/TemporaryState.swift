import Foundation
import Safety

/// A prepared state directory with a short name, which goes away with its owner.
final class TemporaryState {
  let directory: StateDirectory
  var latch: String { directory.latch }

  init() throws {
    directory = StateDirectory(path: "/tmp/ss-\(UInt32.random(in: 0...UInt32.max))")
    try directory.prepare()
  }

  deinit {
    try? FileManager.default.removeItem(atPath: directory.path)
  }
}

/// Runs a program to its end and gives its exit status.
@discardableResult
func run(_ words: String...) throws -> Int32 {
  let process = Process()
  process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
  process.arguments = words
  process.standardError = FileHandle.nullDevice
  process.standardOutput = FileHandle.nullDevice
  try process.run()
  process.waitUntilExit()
  return process.terminationStatus
}
