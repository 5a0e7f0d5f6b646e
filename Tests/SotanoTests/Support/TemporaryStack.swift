import Foundation
import Subprocess

/// A short folder for one test, removed with everything that a supervisor started in it.
final class TemporaryStack {
  let path: String
  let binaries: String

  init() throws {
    path = "/tmp/sot-\(String(UInt32.random(in: 0...UInt32.max), radix: 36))"
    binaries = "\(path)/bin"
    try FileManager.default.createDirectory(atPath: binaries, withIntermediateDirectories: true)
  }

  deinit {
    if FileManager.default.fileExists(atPath: "\(directory)/service") {
      let stop = Process()
      stop.executableURL = URL(fileURLWithPath: "/bin/bash")
      stop.arguments = [Checkout.supervise, "stop", directory]
      try? stop.run()
      stop.waitUntilExit()
    }
    try? FileManager.default.removeItem(atPath: path)
  }

  var directory: String { "\(path)/d" }

  func file(_ name: String) -> String {
    (try? String(contentsOfFile: "\(directory)/\(name)", encoding: .utf8)) ?? ""
  }

  func write(_ text: String, to name: String) throws {
    try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
    try text.write(toFile: "\(directory)/\(name)", atomically: true, encoding: .utf8)
  }
}

/// What a program printed and how it ended.
struct Ending: Sendable {
  var code: Int32
  var output: String
  var complaint: String

  /// Runs a program to its end.
  static func of(_ program: String, _ arguments: [String], _ environment: [String: String] = [:]) async throws
    -> Ending
  {
    let changes = Dictionary(
      uniqueKeysWithValues: environment.map { (Environment.Key(stringLiteral: $0.key), $0.value) })
    let result = try await run(
      .name("env"), arguments: Arguments([program] + arguments),
      environment: .inherit.updating(changes.mapValues { Optional($0) }), output: .string(limit: 1 << 20),
      error: .string(limit: 1 << 20))
    let code: Int32
    if case .exited(let status) = result.terminationStatus { code = Int32(status) } else { code = -1 }
    return Ending(code: code, output: result.standardOutput, complaint: result.standardError)
  }
}

enum Checkout {
  static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent().path
  static let supervise = "\(root)/deploy/supervise"
  /// The program as it was built beside these tests.
  static let sotano = Bundle.main.bundleURL.appendingPathComponent("sotano").path
}

/// Whether a program is installed.
func has(_ program: String) -> Bool {
  ["/usr/bin", "/bin", "/usr/local/bin"].contains {
    FileManager.default.isExecutableFile(atPath: "\($0)/\(program)")
  }
}
