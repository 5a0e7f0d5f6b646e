internal import Foundation
package import Safety

/// The list of what needs a person, `alarms` in the state directory.
package struct Alarms {
  private let path: String

  package init(_ directory: StateDirectory) {
    path = directory.alarms
  }

  /// Adds a line, unless it was added in the last ten minutes: a process that restarts every second says it once.
  package func add(_ text: String) {
    // Whatever is at the path must not block the bot: a fifo is not waited for, and of a long list the end is enough.
    let descriptor = open(path, O_RDWR | O_CREAT | O_APPEND | O_CLOEXEC | O_NONBLOCK | O_NOFOLLOW, 0o600)
    guard descriptor >= 0 else { return }
    defer { close(descriptor) }
    var status = stat()
    guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { return }
    let known = end(of: descriptor, size: Int(status.st_size))
    let isKnown = known.split(separator: "\n").contains { line in
      guard line.hasSuffix(" \(text)"), let time = try? Date(String(line.prefix(20)), strategy: .iso8601) else {
        return false
      }
      return abs(time.timeIntervalSinceNow) < 600
    }
    guard !isKnown else { return }
    let now = Date().formatted(.iso8601)
    let line = Array("\(now) \(text)\n".utf8)
    _ = write(descriptor, line, line.count)
  }

  private func end(of descriptor: Int32, size: Int) -> String {
    var bytes = [UInt8](repeating: 0, count: min(size, 65_536))
    let count = bytes.withUnsafeMutableBytes { pread(descriptor, $0.baseAddress, $0.count, off_t(size - $0.count)) }
    return String(decoding: bytes.prefix(max(0, count)), as: UTF8.self)
  }
}
