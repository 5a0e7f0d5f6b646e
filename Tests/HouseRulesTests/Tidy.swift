import Foundation

/// A text file of the project, by its path from the root.
struct ProjectFile {
  var path: String
  var text: String

  var lines: [Substring] { text.split(separator: "\n", omittingEmptySubsequences: false) }

  static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent()

  /// Every file below a folder whose name has one of the endings; generated code and builds are left out.
  static func all(below folder: String, endings: [String]) throws -> [ProjectFile] {
    let top = root.appendingPathComponent(folder)
    guard let found = FileManager.default.enumerator(at: top, includingPropertiesForKeys: nil) else { return [] }
    return try found.compactMap { $0 as? URL }.filter { url in
      endings.contains(url.pathExtension) && !url.hasDirectoryPath && !url.path.contains("/Generated/")
        && !url.path.contains("/.build/")
    }.map { url in
      ProjectFile(
        path: String(url.path.dropFirst(root.path.count + 1)),
        text: String(decoding: try Data(contentsOf: url), as: UTF8.self))
    }
  }

  /// The text without whole lines of comment.
  var code: String {
    lines.filter { !$0.trimmingCharacters(in: .whitespaces).hasPrefix("//") }.joined(separator: "\n")
  }

  var identifiers: Set<Substring> { Set(code.split { !($0.isLetter || $0.isNumber || $0 == "_") }) }
}

/// What the house's rules find; each finding names file and line.
enum Tidy {
  static let mostLines = 400

  static func tooLong(_ files: [ProjectFile]) -> [String] {
    files.filter { $0.lines.count > mostLines }.map { "\($0.path): \($0.lines.count) lines, at most \(mostLines)" }
  }

  /// Names in backticks, in docs and doc comments, that nothing declares.
  static func unknownNames(in files: [ProjectFile], known: Set<Substring>) -> [String] {
    files.flatMap { file in
      file.lines.enumerated().flatMap { number, line -> [String] in
        guard !file.path.hasSuffix(".swift") || line.drop(while: { $0 == " " }).hasPrefix("///") else { return [] }
        return quoted(in: line).filter { name in
          looksLikeAName(name) && parts(of: name).contains { !known.contains($0) }
        }.map { "\(file.path):\(number + 1): nothing is called \($0)" }
      }
    }
  }

  private static func quoted(in line: Substring) -> [Substring] {
    line.split(separator: "`", omittingEmptySubsequences: false).enumerated()
      .filter { $0.offset % 2 == 1 }.map(\.element)
  }

  /// A type, a member of one, or a name in camel case; not a command, a word or a path.
  private static func looksLikeAName(_ text: Substring) -> Bool {
    text.wholeMatch(of: /[A-Z][A-Za-z0-9]+(\.[A-Za-z0-9]+)*(\([a-zA-Z_:]*\))?/) != nil
      || text.wholeMatch(of: /[a-z][a-z0-9]*[A-Z][A-Za-z0-9]*(\([a-zA-Z_:]*\))?/) != nil
  }

  private static func parts(of name: Substring) -> [Substring] {
    name.split { ".(:)".contains($0) }.filter { $0 != "_" }
  }

  /// Settings that are declared and that no other file mentions.
  static func unreadSettings(_ files: [ProjectFile]) -> [String] {
    var mentions: [Substring: Int] = [:]
    for file in files { for word in file.identifiers { mentions[word, default: 0] += 1 } }
    return files.filter { $0.path.hasSuffix("Settings.swift") }.flatMap { file in
      file.lines.enumerated().compactMap { number, line -> String? in
        guard let found = line.firstMatch(of: /package (?:private\(set\) )?var ([A-Za-z]+)\s*[:=]/),
          mentions[found.1, default: 0] < 2
        else { return nil }
        return "\(file.path):\(number + 1): nobody reads \(found.1)"
      }
    }
  }
}
