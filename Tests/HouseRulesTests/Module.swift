/// A target of the package as `Package.swift` describes it.
struct Module: Hashable {
  var name: String
  /// Its folder, from the project's root.
  var folder: String
  var line: Int
  /// The package's own modules on which it depends, and the lines that say so.
  var uses: [Use]

  struct Use: Hashable {
    var name: String
    var line: Int
  }

  private static let makers = ["core", "library", "process", "benchmark"]

  /// The modules of a manifest that describes each with `core`, `library`, `process` or `benchmark`.
  static func all(in manifest: String) -> [Module] {
    let calls = makers.flatMap { maker in
      manifest.ranges(of: "\(maker)(").filter { range in
        // A call begins a line; a declaration and a parameter do not.
        manifest[..<range.lowerBound].last { $0 != " " } == "\n"
      }.map { (maker, $0.upperBound) }
    }.sorted { $0.1 < $1.1 }
    let described = calls.map { maker, begin in (maker, words(of: manifest, from: begin)) }
    let names = Set(described.compactMap { $0.1.first?.name })
    return described.compactMap { maker, words in
      guard let name = words.first else { return nil }
      let folder = words.dropFirst().first { $0.name.contains("/") }?.name
      return Module(
        name: name.name, folder: folder ?? (maker == "benchmark" ? "Benchmarks/" : "Sources/") + name.name,
        line: name.line, uses: words.dropFirst().filter { names.contains($0.name) && $0.name != name.name })
    }
  }

  /// The strings up to the parenthesis that ends a call.
  private static func words(of manifest: String, from begin: String.Index) -> [Use] {
    var (open, line) = (1, 1 + manifest[..<begin].count { $0 == "\n" })
    var (words, word): ([Use], String?) = ([], nil)
    for character in manifest[begin...] {
      switch (character, word) {
      case ("\"", let text?):
        words.append(Use(name: text, line: line))
        word = nil
      case ("\"", nil): word = ""
      case (_, _?): word?.append(character)
      case ("(", nil): open += 1
      case (")", nil): open -= 1
      case ("\n", nil): line += 1
      default: break
      }
      if open == 0 { break }
    }
    return words
  }
}

extension [Module] {
  /// The module in whose folder a file lies; the innermost, for a core lies in its process's.
  func owner(of path: String) -> Module? {
    filter { path.hasPrefix("\($0.folder)/") }.max { $0.folder.count < $1.folder.count }
  }
}
