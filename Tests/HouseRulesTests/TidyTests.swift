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
    let manifest = ProjectFile(path: "Package.swift", text: try Self.manifest())
    let known = (sources + others + scripts + [manifest]).reduce(into: Set<Substring>()) {
      $0.formUnion($1.identifiers)
    }
    let docs = try ProjectFile.all(below: "docs", endings: ["md"])
    #expect(Tidy.unknownNames(in: sources + docs, known: known) == [])
  }

  @Test func `every setting is read`() throws {
    #expect(Tidy.unreadSettings(try Self.sources()) == [])
  }

  @Test func `every file is reached by a program or an oracle`() throws {
    let tests = try ProjectFile.all(below: "Tests", endings: ["swift"])
    let found = Tidy.unreached(try Self.sources(), oracles: tests.filter { $0.path.contains("Oracle") })
    let dead = found.filter { finding in !Self.heldByTests.contains { finding.contains("/\($0.key).swift:") } }
    #expect(dead == [])
    #expect(found.count == Self.heldByTests.count, "what is reached needs no exception")
  }

  /// Mathematics that nothing but its test reaches, and what that holds it against.
  private static let heldByTests = [
    "FalseAlarmCalibration": "the run length of the chart's Markov chain",
    "MinimumDetectableEffect": "the sample size, which it inverts",
  ]

  @Test func `every import is of something that the file names`() throws {
    let tests = try ProjectFile.all(below: "Tests", endings: ["swift"])
    #expect(Tidy.idleImports(try Self.sources() + tests, of: try Self.modules()) == [])
  }

  @Test func `no arrow points up`() throws {
    #expect(Floors.house.findings(try Self.modules(), manifest: "Package.swift", try Self.sources()) == [])
  }

  private static func manifest() throws -> String {
    try String(contentsOf: ProjectFile.root.appendingPathComponent("Package.swift"), encoding: .utf8)
  }

  private static func modules() throws -> [Module] { Module.all(in: try manifest()) }
}
