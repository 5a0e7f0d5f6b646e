import Domain
import Foundation
import Safety

/// How far the processes' logs went before a start, so that lines of an earlier life are not read as news.
struct LogMarks {
  private struct Mark {
    var file: UInt64
    var bytes: UInt64
  }

  private let directory: StateDirectory
  private var marks: [Role: Mark] = [:]

  init(_ directory: StateDirectory) {
    self.directory = directory
    for role in Role.allCases { marks[role] = Self.mark(path(of: role)) }
  }

  func path(of role: Role) -> String { "\(directory.logs)/\(role.rawValue)/current" }

  /// What has been written since. A log that was rotated meanwhile is new.
  func news(of role: Role) -> String {
    guard let log = FileManager.default.contents(atPath: path(of: role)) else { return "" }
    let old = marks[role].flatMap { $0.file == Self.mark(path(of: role))?.file ? Int(clamping: $0.bytes) : nil } ?? 0
    return String(decoding: log.dropFirst(old), as: UTF8.self)
  }

  private static func mark(_ path: String) -> Mark? {
    var status = stat()
    guard stat(path, &status) == 0 else { return nil }
    return Mark(file: UInt64(status.st_ino), bytes: UInt64(max(0, status.st_size)))
  }
}
