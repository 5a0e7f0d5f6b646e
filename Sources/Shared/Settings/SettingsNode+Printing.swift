extension SettingsNode {
  /// The settings as YAML, each value followed by where it comes from.
  ///
  /// - Parameter stated: paths that the file sets; everything else is a default.
  func printed(stated: Set<[String]>) -> String {
    var lines: [String] = []
    for entry in entries ?? [] { print(entry, path: [entry.key], indent: "", stated: stated, into: &lines) }
    return lines.map { $0 + "\n" }.joined()
  }

  private func print(
    _ entry: Entry, path: [String], indent: String, stated: Set<[String]>, into lines: inout [String]
  ) {
    if let inner = entry.value.entries, !inner.isEmpty {
      lines.append("\(indent)\(Self.scalar(entry.key)):")
      for entry in inner {
        print(entry, path: path + [entry.key], indent: indent + "  ", stated: stated, into: &lines)
      }
      return
    }
    // A list or a dictionary is replaced as a whole, so what is stated may lie below it.
    let isStated = stated.contains { $0.starts(with: path) }
    lines.append("\(indent)\(Self.scalar(entry.key)): \(entry.value.flow)  # \(isStated ? "file" : "default")")
  }

  /// The value in YAML's one-line form.
  private var flow: String {
    switch content {
    case .null: "null"
    case .scalar(let text, isPlain: true): text
    case .scalar(let text, isPlain: false): Self.scalar(text)
    case .list(let elements): "[\(elements.map(\.flow).joined(separator: ", "))]"
    case .mapping(let entries):
      "{\(entries.map { "\(Self.scalar($0.key)): \($0.value.flow)" }.joined(separator: ", "))}"
    }
  }

  /// Text that reads back as the same text: bare where it is plainly a word, else in double quotes.
  private static func scalar(_ text: String) -> String {
    let isWord = text.utf8.allSatisfy { byte in
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "+"), UInt8(ascii: "-"):
        true
      default: false
      }
    }
    let startsAsWord = text.first?.isLetter ?? false || text.first == "_"
    let reserved = ["true", "false", "null", "yes", "no", "on", "off", "y", "n"].contains(text.lowercased())
    if isWord, startsAsWord, !reserved { return text }
    var quoted = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"", "\\": quoted += "\\\(scalar)"
      case "\n": quoted += "\\n"
      case "\t": quoted += "\\t"
      case _ where scalar.value < 0x20 || scalar.value == 0x7f:
        quoted += "\\x" + (scalar.value < 16 ? "0" : "") + String(scalar.value, radix: 16)
      default: quoted.unicodeScalars.append(scalar)
      }
    }
    return quoted + "\""
  }
}
