import CZlib
import Foundation

/// A folder that is removed with the value.
final class TemporaryFiles {
  let folder: String

  init() throws {
    folder = NSTemporaryDirectory() + "feeds-" + UUID().uuidString.prefix(8)
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
  }

  deinit {
    try? FileManager.default.removeItem(atPath: folder)
  }

  func path(_ name: String) -> String { folder + "/" + name }

  /// Writes the text and gives the path.
  func write(_ text: String, as name: String) throws -> String {
    try write(Array(text.utf8), as: name)
  }

  func write(_ bytes: [UInt8], as name: String) throws -> String {
    try Data(bytes).write(to: URL(fileURLWithPath: path(name)))
    return path(name)
  }

  /// Writes the text compressed and gives the path.
  func writeCompressed(_ text: String, as name: String) throws -> String {
    guard let handle = gzopen(path(name), "wb") else { throw TestFailure(reason: "cannot write \(name)") }
    let bytes = Array(text.utf8)
    gzwrite(handle, bytes, UInt32(bytes.count))
    gzclose_w(handle)
    return path(name)
  }

  func list(_ name: String) throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: path(name))
  }

  func bytes(of name: String) throws -> [UInt8] {
    Array(try Data(contentsOf: URL(fileURLWithPath: path(name))))
  }
}

/// The folder of market data beside the package, or where `SOTANO_SHARED` says.
let sharedData: String =
  (ProcessInfo.processInfo.environment["SOTANO_SHARED"]
    ?? URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent().appendingPathComponent("shared").path) + "/data"

let hasSharedData = FileManager.default.fileExists(atPath: sharedData + "/MANIFEST.json")
