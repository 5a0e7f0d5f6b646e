/// A name that a file gives to others.
struct Declaration {
  enum Kind: Hashable {
    /// A type, or what stands in no type.
    case free
    /// A member of a type; one of an extension's, or of its own type.
    case member(ofExtension: Bool)
  }

  var name: String
  var kind: Kind
  /// Whether other modules see it.
  var isPackage: Bool

  private static let types: Set<Substring> = ["struct", "enum", "class", "actor", "protocol", "typealias"]
  private static let members: Set<Substring> = ["func", "var", "let", "case", "init", "subscript"]

  /// What a Swift file declares and does not keep to itself. An initializer, an operator or a conformance of an extension
  /// counts as the type's name.
  static func all(in text: String) -> [Declaration] {
    var found: [Declaration] = []
    /// The type that is being extended, and whether for other modules.
    var extended: (name: String, isPackage: Bool)?
    for line in text.split(separator: "\n") {
      let indent = line.prefix { $0 == " " }.count
      guard indent <= 6, let (modifiers, keyword, rest) = words(of: line.dropFirst(indent)) else { continue }
      let isPackage = modifiers.contains("package") || modifiers.contains("public")
      let isOwn = modifiers.contains("private") || modifiers.contains("fileprivate")
      if keyword == "extension" {
        let name = String(rest.prefix { !" :<".contains($0) }.split(separator: ".").last ?? "")
        extended = (name, isPackage)
        if rest.dropFirst(name.count).contains(":") {
          found.append(Declaration(name: name, kind: .member(ofExtension: true), isPackage: true))
        }
      } else if types.contains(keyword) {
        if indent == 0 { extended = nil }
        guard !isOwn else { continue }
        found.append(Declaration(name: identifier(rest), kind: .free, isPackage: isPackage))
      } else if members.contains(keyword), !isOwn {
        if indent == 0 { extended = nil }
        let isOfExtension = indent == 2 && extended != nil
        guard indent <= 2 || keyword == "case" || isPackage else { continue }
        for name in names(keyword, rest) {
          guard let shown = name.isEmpty ? extended?.name : name else { continue }
          found.append(
            Declaration(
              name: shown, kind: indent == 0 ? .free : .member(ofExtension: isOfExtension),
              isPackage: isPackage || keyword == "case" || isOfExtension && extended?.isPackage == true))
        }
      }
    }
    return found
  }

  /// The modifiers, the word that says what is declared, and what follows it.
  private static func words(of line: Substring) -> (Set<Substring>, Substring, Substring)? {
    var (modifiers, rest) = (Set<Substring>(), line)
    while true {
      let word = rest.prefix { $0.isLetter || $0 == "@" || $0 == "_" }
      guard !word.isEmpty else { return nil }
      rest = rest.dropFirst(word.count)
      if word == "extension" || types.contains(word) || members.contains(word) {
        return (modifiers, word, rest.drop { $0 == " " })
      }
      // `private(set)` says nothing of who reads it.
      if rest.first == "(" { rest = rest.drop { $0 != ")" }.dropFirst() } else { modifiers.insert(word) }
      guard rest.first == " " else { return nil }
      rest = rest.drop { $0 == " " }
    }
  }

  /// The names of a line; an empty one for an initializer, a subscript or an operator.
  private static func names(_ keyword: Substring, _ rest: Substring) -> [String] {
    switch keyword {
    case "init", "subscript": [""]
    case "case": cases(rest)
    default: [identifier(rest)]
    }
  }

  /// The cases of an enum's line; none for a pattern of a switch, which ends with a colon or begins with what is no name.
  private static func cases(_ rest: Substring) -> [String] {
    var depth = 0
    let parts = rest.split { character in
      if character == "(" { depth += 1 }
      if character == ")" { depth -= 1 }
      return character == "," && depth == 0
    }
    guard !rest.hasPrefix("let "),
      !parts.contains(where: { $0.hasSuffix(":") || $0.prefix { $0 != "(" }.contains(":") })
    else { return [] }
    return parts.map(identifier).filter { !$0.isEmpty }
  }

  private static func identifier(_ text: Substring) -> String {
    String(text.drop { $0 == " " || $0 == "`" }.prefix { $0.isLetter || $0.isNumber || $0 == "_" })
  }
}
