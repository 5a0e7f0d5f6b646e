import Foundation
import Testing

/// The house's own rules, looked for in its files.
struct TidyTests {
  private static func sources() throws -> [ProjectFile] {
    try ["Sources", "Benchmarks"].flatMap { try ProjectFile.all(below: $0, endings: ["swift"]) }
  }

  @Test func `no file is too long to be read in one sitting`() throws {
    #expect(Tidy.tooLong(try Self.sources()) == [])
  }

  @Test func `what docs and doc comments name exists`() throws {
    let sources = try Self.sources()
    let scripts = try ProjectFile.all(below: "deploy", endings: ["", "py", "sh"])
    let others = try ["Tests", "examples", "Sources/Shared/Wire/Protocol"].flatMap {
      try ProjectFile.all(below: $0, endings: ["swift", "py", "proto"])
    }
    let targets = try String(contentsOf: ProjectFile.root.appendingPathComponent("Package.swift"), encoding: .utf8)
    let manifest = ProjectFile(path: "Package.swift", text: targets)
    let known = (sources + others + scripts + [manifest]).reduce(into: Set<Substring>()) {
      $0.formUnion($1.identifiers)
    }
    let docs = try ProjectFile.all(below: "docs", endings: ["md"])
    #expect(Tidy.unknownNames(in: sources + docs, known: known) == [])
  }

  @Test func `every setting is read`() throws {
    #expect(Tidy.unreadSettings(try Self.sources()) == [])
  }

  @Test func `each rule finds what it is for`() {
    let long = ProjectFile(path: "A.swift", text: String(repeating: "\n", count: Tidy.mostLines))
    #expect(Tidy.tooLong([long]) == ["A.swift: 401 lines, at most 400"])
    let docs = ProjectFile(
      path: "a.md", text: "`Known.known` and `make test`\nand `HostError.diverged`, `goesOn(after:)`")
    let found = Tidy.unknownNames(in: [docs], known: ["Known", "known", "HostError", "goesOn"])
    #expect(found == ["a.md:2: nothing is called HostError.diverged", "a.md:2: nothing is called goesOn(after:)"])
    let comment = ProjectFile(path: "B.swift", text: "  /// See `Nowhere`.\n  let text = \"`Elsewhere`\"")
    #expect(Tidy.unknownNames(in: [comment], known: []) == ["B.swift:1: nothing is called Nowhere"])
    let settings = ProjectFile(path: "BotSettings.swift", text: "package var used: Int\npackage var idle = 1")
    let reader = ProjectFile(path: "Bot.swift", text: "settings.used\n// idle")
    #expect(Tidy.unreadSettings([settings, reader]) == ["BotSettings.swift:2: nobody reads idle"])
  }
}
