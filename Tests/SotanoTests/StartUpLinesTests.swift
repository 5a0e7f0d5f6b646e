import Foundation
import Testing

/// What the systemd units start, by their own lines; no systemd runs here.
struct StartUpLinesTests {
  private let stack: TemporaryStack

  init() throws {
    stack = try TemporaryStack()
    let trader = "\(stack.binaries)/trader"
    try "#!/bin/sh\necho \"$@\"\n".write(toFile: trader, atomically: true, encoding: .utf8)
    try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: trader)
  }

  private func line(_ unit: String) async throws -> String {
    let path = ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin"
    let ending = try await Ending.of(
      "bash",
      ["\(Checkout.root)/deploy/systemd/lines", "\(Checkout.root)/deploy/systemd/\(unit)", stack.path, "d"],
      ["PATH": "\(stack.binaries):\(path)"])
    try #require(ending.code == 0, "\(ending.complaint)")
    return ending.output.trimmingCharacters(in: .newlines)
  }

  @Test func `the trader is started with its directory alone`() async throws {
    #expect(try await line("sotano-trader@.service") == "--dir \(stack.directory)")
  }

  @Test func `the stop-only trader closes everything where nothing else was chosen`() async throws {
    #expect(
      try await line("sotano-trader-stop-only@.service")
        == "--dir \(stack.directory) --stop-only --flatten always")
  }

  @Test(arguments: [("halted", "halted"), ("always", "always"), ("\u{0}junk", "always"), ("", "always")])
  func `the stop-only trader does what was chosen at up`(written: String, policy: String) async throws {
    try FileManager.default.createDirectory(atPath: "\(stack.directory)/run", withIntermediateDirectories: true)
    try stack.write("demo\n", to: "run/bot")
    try stack.write("\(written)\n", to: "run/flatten")
    #expect(
      try await line("sotano-trader-stop-only@.service")
        == "--dir \(stack.directory) --stop-only --bot demo --flatten \(policy)")
  }

  @Test func `it is what a failed trader is followed by, without a limit`() throws {
    let folder = "\(Checkout.root)/deploy/systemd"
    let trader = try String(contentsOfFile: "\(folder)/sotano-trader@.service", encoding: .utf8)
    #expect(trader.contains("\nOnFailure=sotano-trader-stop-only@%i.service\n"))
    let unit = try String(contentsOfFile: "\(folder)/sotano-trader-stop-only@.service", encoding: .utf8)
    for line in ["Restart=always", "RestartSec=1", "StartLimitIntervalSec=0"] { #expect(unit.contains("\n\(line)\n")) }
    #expect(!unit.contains("RestartPreventExitStatus"))
  }
}
