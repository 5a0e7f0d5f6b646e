import Foundation

extension Tidy {
  /// Files that no program and no oracle reaches: nothing of what they declare is named by a file that is reached.
  ///
  /// A file gives others its types, what stands in no type, and the members of its extensions. That a name is declared
  /// twice lets a dead file pass; none that lives is found.
  ///
  /// - Parameters:
  ///   - files: what is to be reached, the programs' beginnings among it.
  ///   - oracles: tests that hold a file against a truth from elsewhere.
  static func unreached(_ files: [ProjectFile], oracles: [ProjectFile]) -> [String] {
    var waiting = files.map { file in
      (file: file, words: SourceWords(file.text).all, names: offered(by: file.text), isBeginning: isProgram(file))
    }
    var named = oracles.reduce(into: Set<String>()) { $0.formUnion(SourceWords($1.text).all) }
    while let next = waiting.firstIndex(where: { $0.isBeginning || !$0.names.isDisjoint(with: named) }) {
      named.formUnion(waiting.remove(at: next).words)
    }
    return waiting.map { file, _, names, _ in
      "\(file.path):1: no program and no oracle reaches \(names.sorted().prefix(4).joined(separator: ", "))"
    }.sorted()
  }

  private static func offered(by text: String) -> Set<String> {
    Set(
      Declaration.all(in: text).filter { $0.kind != .member(ofExtension: false) }.map(\.name).filter { !$0.isEmpty })
  }

  private static func isProgram(_ file: ProjectFile) -> Bool {
    file.path.hasSuffix("/main.swift") || file.lines.contains { $0.hasPrefix("@main") }
  }
}
