import Foundation

/// The folder with real data and oracles that lies beside the package, or where `SOTANO_SHARED` says.
enum SharedFolder {
  static let url: URL = {
    if let path = ProcessInfo.processInfo.environment["SOTANO_SHARED"] { return URL(fileURLWithPath: path) }
    let package = URL(fileURLWithPath: #filePath)
      .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    return package.appendingPathComponent("../shared").standardizedFileURL
  }()

  static let isPresent = FileManager.default.fileExists(atPath: url.appendingPathComponent("data").path)

  /// The files of a folder within, sorted by name; empty where the folder is absent.
  static func files(in folder: String) -> [URL] {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: url.appendingPathComponent(folder).path)) ?? []
    return names.sorted().map { url.appendingPathComponent(folder).appendingPathComponent($0) }
  }

  /// The file's bytes, decompressed where its name ends in `gz`.
  static func contents(of file: URL) throws -> [UInt8] {
    guard file.pathExtension == "gz" else { return [UInt8](try Data(contentsOf: file)) }
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = ["gzip", "-dc", file.path]
    let pipe = Pipe()
    process.standardOutput = pipe
    try process.run()
    let data = pipe.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return [UInt8](data)
  }
}
