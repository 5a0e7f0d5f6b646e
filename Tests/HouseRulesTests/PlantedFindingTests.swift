import Testing

/// Each of the house's rules finds what it is for.
struct PlantedFindingTests {
  @Test func `long files, names that do not exist and settings that nobody reads are found`() {
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

  @Test func `a file that no program comes to is found, with what only it names`() {
    let files = [
      ProjectFile(path: "A/main.swift", text: "// Forgotten\nprint(used(), \"\\(Kept.kept)\")"),
      ProjectFile(path: "A/Used.swift", text: "func used() -> String { \"Forgotten\" }"),
      ProjectFile(path: "A/Kept+More.swift", text: "extension Kept {\n  static let kept = 1\n}"),
      ProjectFile(path: "A/Forgotten.swift", text: "struct Forgotten {\n  func used() { Under() }\n}"),
      ProjectFile(path: "A/Under.swift", text: "struct Under {}"),
      ProjectFile(path: "A/Held.swift", text: "enum Held {}"),
    ]
    let oracle = ProjectFile(path: "Tests/OracleOfHeld.swift", text: "#expect(Held.self)")
    #expect(
      Tidy.unreached(files, oracles: [oracle]) == [
        "A/Forgotten.swift:1: no program and no oracle reaches Forgotten",
        "A/Under.swift:1: no program and no oracle reaches Under",
      ])
  }

  private static let plantedManifest = """
    func core(_ name: String) {}
      core("Low", "Sources/Shared/Low", []),
      core("Heart", "Sources/room/Heart", ["Low"]),
      library(
        "Tools", "Sources/Shared/Tools",
        [
          "Heart", "Low",
        ]),
      process("room", core: ["Heart"], ["Tools"]),
      library("Nowhere", "Sources/Nowhere", []),
    """

  private static let planted = Floors(
    floors: [
      Floors.Floor(name: "ground", isPure: true, modules: ["Low"]),
      Floors.Floor(name: "what all processes share", modules: ["Tools"]),
      Floors.Floor(name: "cores", isPure: true, modules: ["Heart"]),
      Floors.Floor(name: "processes", modules: ["room"]),
    ])

  @Test func `an arrow that points up is found in the manifest and in the file`() {
    let files = [
      ProjectFile(path: "Sources/Shared/Tools/A.swift", text: "import Low\npackage import Heart"),
      ProjectFile(path: "Sources/room/Heart/B.swift", text: "import Tools"),
      ProjectFile(path: "Sources/room/C.swift", text: "import Heart"),
    ]
    let modules = Module.all(in: Self.plantedManifest)
    let up = "Heart, in cores, stands above Tools, in what all processes share"
    #expect(
      Self.planted.findings(modules, manifest: "P", files) == [
        "P:7: \(up)", "P:10: Nowhere stands on no floor", "Sources/Shared/Tools/A.swift:2: \(up)",
        "Sources/room/Heart/B.swift:1: Heart is pure and Tools is not",
      ])
    var mended = Self.planted
    mended.exceptions = ["Tools": ["Heart", "Low"], "room": ["Low"]]
    #expect(
      mended.findings(modules, manifest: "P", []) == [
        "P:10: Nowhere stands on no floor", "P:1: room does not use Low any more: no exception is needed",
      ])
    var moved = Self.planted
    moved.floors[1].modules = []
    moved.floors[3].modules = ["Tools", "room", "Attic"]
    #expect(
      moved.findings(modules, manifest: "P", []) == [
        "P:5: Tools lies in Sources/Shared and stands above it", "P:10: Nowhere stands on no floor",
        "P:1: there is no module Attic",
      ])
  }

  @Test func `an import of which nothing is named is found`() {
    let low = ProjectFile(
      path: "Sources/Shared/Low/Low.swift",
      text: """
        package struct Thing {
          package var weight = 1
          package func count() {}
        }
        extension Thing {
          package static func + (left: Thing, right: Thing) -> Thing { left }
        }
        package enum Colour {
          case red, green(Int, String)
        }
        struct Hidden {}
        """)
    func found(_ text: String) -> [String] {
      Tidy.idleImports(
        [low, ProjectFile(path: "Sources/room/A.swift", text: text)], of: Module.all(in: Self.plantedManifest))
    }
    let idle = ["Sources/room/A.swift:1: nothing of Low is named"]
    #expect(found("import Low\nlet weight = [1].count // Thing\nprint(\"Thing\")") == idle)
    #expect(found("import Low\nlet hidden: Hidden") == idle)
    for use in ["let a: Thing", "a.weight", "let b = C(.red)", "print(\"\\(a.weight)\")", "green(1)"] {
      #expect(found("package import Low\n\(use)") == [])
    }
    #expect(found("@testable import Low\nHidden()") == [])
  }
}
