import Foundation

/// Advice that can be pasted into a shell: what names a command names the directory too.
enum Advice {
  private static let commands: Set<String> = [
    "up", "down", "status", "tap", "params", "set", "changes", "explain", "rollback", "cancel", "approve", "halt",
    "rearm", "verify", "experiment",
  ]

  /// The text with the directory in every `sotano …` between backticks that has none.
  ///
  /// - Parameter directory: `nil` for the default one, which needs no name.
  static func addressed(_ text: String, to directory: String?) -> String {
    guard let directory, text.contains("`sotano ") else { return text }
    var (done, rest) = ("", text[...])
    while let begin = rest.range(of: "`sotano "),
      let end = rest[begin.upperBound...].firstIndex(where: { $0 == "`" || $0 == "\n" })
    {
      let words = rest[begin.upperBound..<end]
      done += rest[..<end]
      let isAddressed = words.contains("--dir") || words.contains("--help")
      if rest[end] == "`", !isAddressed, commands.contains(String(words.prefix { $0 != " " })) {
        done += " --dir \(shellWord(directory))"
      }
      done.append(rest[end])
      rest = rest[rest.index(after: end)...]
    }
    return done + rest
  }

  /// The directory that this call has named; `nil` where it has named none.
  static let directory = named(in: CommandLine.arguments, from: FileManager.default.currentDirectoryPath)

  static func named(in arguments: [String], from folder: String) -> String? {
    var found: String?
    for (index, word) in arguments.enumerated() {
      if word == "--dir", index + 1 < arguments.count { found = arguments[index + 1] }
      if word.hasPrefix("--dir=") { found = String(word.dropFirst("--dir=".count)) }
    }
    return found.flatMap { $0.isEmpty ? nil : absolute($0, from: folder) }
  }

  /// A path that means the same everywhere. Where nobody knows the folder it stays as it is.
  static func absolute(_ path: String, from folder: String) -> String {
    guard !path.hasPrefix("/"), folder.hasPrefix("/") else { return path }
    let words = path.split(separator: "/").filter { $0 != "." }
    return words.reduce(folder == "/" ? "" : folder) { "\($0)/\($1)" }
  }
}

/// A command line that takes stops back, to be pasted into a shell. Name and reason are for the person to fill in: the
/// shell refuses the line by name of what is missing while they are not.
///
/// - Parameter trips: which; all where there are none.
func rearmLine(_ trips: [String], directory: String) -> String {
  let which = trips.isEmpty ? "--all" : trips.map { "--trip \(shellWord($0))" }.joined(separator: " ")
  return "sotano rearm --dir \(shellWord(directory)) \(which) --by \"${NAME:?your name}\" --reason \"${WHY:?why}\""
}

/// A text as one word of a POSIX shell.
func shellWord(_ text: String) -> String {
  let isPlain =
    !text.isEmpty
    && text.utf8.allSatisfy { byte in
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"):
        true
      default: "/._-+,:@%".utf8.contains(byte)
      }
    }
  return isPlain
    ? text : "'" + text.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "'\\''") + "'"
}
