import Foundation

extension Tidy {
  /// Imports of the package's own modules of which the file names nothing.
  ///
  /// A type counts wherever it stands, a member behind a dot or before a parenthesis, or anywhere in a file that extends
  /// a type. Words that the standard library has too prove nothing. That two modules have a name lets an import pass; none
  /// that is needed is found.
  static func idleImports(_ files: [ProjectFile], of modules: [Module]) -> [String] {
    let offers = Dictionary(grouping: files) { file in modules.owner(of: file.path)?.name }
      .reduce(into: [String: Offer]()) { offers, part in
        if let name = part.key { offers[name] = Offer(part.value) }
      }
    return files.flatMap { file -> [String] in
      let imports = file.lines.enumerated().compactMap { number, line in
        ImportLine(line).flatMap { line in offers[line.module].map { (number, line, $0) } }
      }
      guard !imports.isEmpty else { return [] }
      let words = SourceWords(file.text)
      return imports.filter { !$2.isNamed(in: words, withOwn: $1.isTestable) }.map { number, line, _ in
        "\(file.path):\(number + 1): nothing of \(line.module) is named"
      }
    }.sorted()
  }

  /// What a module gives to others.
  private struct Offer {
    var types: Set<String> = []
    var members: Set<String> = []
    /// What a test sees beyond that.
    var own: Set<String> = []

    init(_ files: [ProjectFile]) {
      for declaration in files.flatMap({ Declaration.all(in: $0.text) }) where !declaration.name.isEmpty {
        guard !Tidy.everybodys.contains(declaration.name) else { continue }
        if !declaration.isPackage {
          own.insert(declaration.name)
        } else if declaration.name.first?.isUppercase == true {
          types.insert(declaration.name)
        } else {
          members.insert(declaration.name)
        }
      }
    }

    func isNamed(in words: SourceWords, withOwn: Bool) -> Bool {
      let uses = words.all.contains("extension") ? words.all : words.members.union(words.calls)
      return !types.isDisjoint(with: words.all) || !members.isDisjoint(with: uses)
        || withOwn && !own.isDisjoint(with: words.all)
    }
  }

  private static let everybodys: Set<String> = [
    "Array", "Collection", "Data", "Double", "FixedWidthInteger", "Int", "Int32", "Int64", "Sequence", "String",
    "Substring", "UInt64", "UInt8", "append", "contains", "count", "description", "encode", "first", "hash", "index",
    "isEmpty", "last", "map", "path",
  ]
}
