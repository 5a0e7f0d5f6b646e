import Foundation
import Testing

/// Whole texts that people read, kept as files below `Golden`. `make golden` rewrites them; what has changed then is
/// looked at in the diff.
enum Golden {
  static let folder = "\(Checkout.root)/Tests/SotanoTests/Golden"
  static let isRewriting = ProcessInfo.processInfo.environment["SOTANO_GOLDEN"] == "rewrite"

  /// Compares a text with the file of that name, or writes the file.
  static func expect(_ text: String, is name: String, sourceLocation: SourceLocation = #_sourceLocation) throws {
    let path = "\(folder)/\(name)"
    if isRewriting {
      let parent = URL(fileURLWithPath: path).deletingLastPathComponent()
      try FileManager.default.createDirectory(at: parent, withIntermediateDirectories: true)
      return try text.write(toFile: path, atomically: true, encoding: .utf8)
    }
    guard let expected = try? String(contentsOfFile: path, encoding: .utf8) else {
      Issue.record("Golden/\(name) is missing; `make golden` writes it", sourceLocation: sourceLocation)
      return
    }
    guard let difference = difference(of: text, from: expected) else { return }
    Issue.record(
      "Golden/\(name) differs \(difference)\nIf that is what people are to read: `make golden`",
      sourceLocation: sourceLocation)
  }

  /// The first line that differs; `nil` for equal texts.
  static func difference(of text: String, from expected: String) -> String? {
    guard text != expected else { return nil }
    let lines = (expected: lines(of: expected), got: lines(of: text))
    let same = zip(lines.expected, lines.got).prefix { $0 == $1 }.count
    func line(_ all: [Substring]) -> String { all.indices.contains(same) ? "|\(all[same])|" : "no such line" }
    return """
      from line \(same + 1) on, of \(lines.expected.count) lines expected and \(lines.got.count) got
        expected  \(line(lines.expected))
        got       \(line(lines.got))
      """
  }

  private static func lines(of text: String) -> [Substring] {
    text.split(separator: "\n", omittingEmptySubsequences: false)
  }

  /// The names of all files that there are.
  static func files() -> Set<String> {
    let paths = FileManager.default.enumerator(atPath: folder)?.compactMap { $0 as? String } ?? []
    return Set(paths.filter { $0.hasSuffix(".txt") || $0.hasSuffix(".json") })
  }
}
