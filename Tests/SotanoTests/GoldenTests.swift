import ArgumentParser
import Foundation
import Safety
import Testing

@testable import sotano

/// What people read, whole. A change of any of it is seen in the diff of `Golden`.
@Suite(.enabled(if: FileManager.default.isExecutableFile(atPath: Checkout.sotano), "needs the built sotano"))
struct GoldenTests {
  /// The words that lead to a command, and to each of its own: `["experiment", "start"]`.
  private static func calls(of command: any ParsableCommand.Type, _ words: [String] = []) -> [[String]] {
    [words] + command.configuration.subcommands.flatMap { calls(of: $0, words + [$0._commandName]) }
  }

  private static func helpFile(_ call: [String]) -> String {
    "help/\(([Sotano._commandName] + call).joined(separator: "-")).txt"
  }

  static let told = [
    ["params"], ["params", "--json"], ["changes"], ["changes", "--json"], ["explain", "2"], ["explain", "3"],
    ["explain", "3", "--json"], ["explain", "4"], ["explain", "5"], ["explain", "6"], ["explain", "7"],
    ["explain", "8"],
  ]

  private static func toldFile(_ call: [String]) -> String {
    call.contains("--json") ? "\(call.dropLast().joined(separator: "-")).json" : "\(call.joined(separator: "-")).txt"
  }

  @Test func `every help is what people read`() async throws {
    for call in Self.calls(of: Sotano.self) {
      let ending = try await Ending.of(Checkout.sotano, call + ["--help"], ["COLUMNS": "80", "LINES": "25"])
      #expect(ending.code == 0)
      try Golden.expect(ending.output, is: Self.helpFile(call))
    }
  }

  @Test func `a year of changes is told as people read it`() async throws {
    let stack = try TemporaryStack()
    let year = try YearOfChanges(in: stack)
    for call in Self.told {
      let ending = try await Ending.of(Checkout.sotano, call + ["--dir", year.directory.path], ["NO_COLOR": "1"])
      #expect(ending.code == 0, "\(ending.complaint)")
      let text = ending.output.replacingOccurrences(of: year.directory.path, with: StackReading.placeOfGolden)
      try Golden.expect(text, is: Self.toldFile(call))
    }
  }

  @Test(arguments: StackReading.Scene.allCases)
  func `a status is told as people read it`(scene: StackReading.Scene) throws {
    let stack = try TemporaryStack()
    let status = StackStatus(try StackReading(scene, in: stack))
    let text = printed(status.text, on: Terminal(descriptor: -1), about: status.directory)
    try Golden.expect(text, is: scene.file)
    if scene == .haltedNotFlat {
      try Golden.expect(String(decoding: printed(json: status), as: UTF8.self), is: Self.statusListing)
    }
  }

  private static let statusListing = "status-halted-not-flat.json"

  @Test func `every golden file is compared with something`() {
    let compared =
      Self.calls(of: Sotano.self).map(Self.helpFile) + Self.told.map(Self.toldFile)
      + StackReading.Scene.allCases.map(\.file) + [Self.statusListing]
    #expect(Golden.files().subtracting(compared) == [])
  }

  @Test func `a difference names the first line that differs, as expected and as got`() {
    #expect(Golden.difference(of: "a\nb\n", from: "a\nb\n") == nil)
    #expect(
      Golden.difference(of: "a\nc\n", from: "a\nb\nd\n") == """
        from line 2 on, of 4 lines expected and 3 got
          expected  |b|
          got       |c|
        """)
    #expect(Golden.difference(of: "a", from: "a\n")?.contains("got       no such line") == true)
  }
}
