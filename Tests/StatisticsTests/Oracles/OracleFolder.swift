import Foundation
import Testing

/// The folder of numeric cases beside the repository; tests that need it are skipped where it is absent.
enum OracleFolder {
  static let absence: Comment = "no oracle files: set SOTANO_SHARED to the folder that holds oracles/"

  static var url: URL {
    let shared: URL
    if let named = ProcessInfo.processInfo.environment["SOTANO_SHARED"] {
      shared = URL(fileURLWithPath: named, isDirectory: true)
    } else {
      var root = URL(fileURLWithPath: #filePath)
      for _ in 0..<4 { root.deleteLastPathComponent() }
      shared = root.deletingLastPathComponent().appendingPathComponent("shared", isDirectory: true)
    }
    return shared.appendingPathComponent("oracles", isDirectory: true)
  }

  static var isPresent: Bool {
    FileManager.default.fileExists(atPath: url.path)
  }

  /// Every case file of the folder, in the order of their names.
  static func files() throws -> [OracleFile] {
    try FileManager.default.contentsOfDirectory(at: url, includingPropertiesForKeys: nil)
      .filter { $0.pathExtension == "json" }
      .sorted { $0.lastPathComponent < $1.lastPathComponent }
      .map(read)
  }

  /// The file with that `oracle` field.
  static func file(of oracle: String) throws -> OracleFile? {
    try files().first { $0.oracle == oracle }
  }

  private static func read(_ url: URL) throws -> OracleFile {
    let file = try JSONDecoder().decode(RawFile.self, from: Data(contentsOf: url))
    let cases = file.cases.enumerated().map { position, raw in
      OracleCase(
        oracle: file.oracle, position: position, name: raw.name, call: raw.call ?? "",
        inputs: raw.inputs ?? .null, expected: raw.expected ?? .null)
    }
    return OracleFile(fileName: url.lastPathComponent, oracle: file.oracle, cases: cases)
  }

  private struct RawFile: Decodable {
    let oracle: String
    let cases: [RawCase]
  }

  private struct RawCase: Decodable {
    let name: String
    let call: String?
    let inputs: OracleValue?
    let expected: OracleValue?
  }
}
