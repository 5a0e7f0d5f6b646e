import Foundation

/// A short-named folder that goes away with its owner.
final class TemporaryFolder {
  let path: String

  init() throws {
    path = "/tmp/sj-\(UInt32.random(in: 0...UInt32.max))"
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: false)
  }

  deinit {
    try? FileManager.default.removeItem(atPath: path)
  }

  func file(_ name: String) -> String { "\(path)/\(name)" }

  /// What a process that dies at this instant leaves: the database and its log, without the shared memory.
  func image(of name: String, as copy: String, logBytes: Int? = nil) throws -> String {
    try FileManager.default.copyItem(atPath: file(name), toPath: file(copy))
    let log = try Data(contentsOf: URL(fileURLWithPath: file("\(name)-wal")))
    try (logBytes.map { log.prefix($0) } ?? log).write(to: URL(fileURLWithPath: file("\(copy)-wal")))
    return file(copy)
  }
}
