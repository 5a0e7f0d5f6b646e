import Foundation
import Glibc
import Safety

/// The list of what needs a person, `alarms` in the state directory.
struct Alarms {
  private let path: String

  init(_ directory: StateDirectory) {
    path = directory.alarms
  }

  /// Adds a line, unless it was added in the last ten minutes: a life that begins again each second says it once.
  func add(_ text: String) {
    let known = FileManager.default.contents(atPath: path).map { String(decoding: $0.suffix(65_536), as: UTF8.self) }
    let isKnown = known?.split(separator: "\n").contains { line in
      guard line.hasSuffix(" \(text)"), let time = try? Date(String(line.prefix(20)), strategy: .iso8601) else {
        return false
      }
      return abs(time.timeIntervalSinceNow) < 600
    }
    guard isKnown != true else { return }
    let now = Date().formatted(.iso8601)
    let line = Array("\(now) \(text)\n".utf8)
    let descriptor = open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else { return }
    defer { close(descriptor) }
    _ = write(descriptor, line, line.count)
  }
}
