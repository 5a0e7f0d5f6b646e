import Foundation

/// The flat JSON object of all benchmarks. Keys of other benchmarks stay.
enum BenchmarkFile {
  static func merge(_ values: [String: Double], into path: String) throws {
    let url = URL(fileURLWithPath: path)
    var all: [String: Double] = [:]
    if let data = try? Data(contentsOf: url), let old = try? JSONDecoder().decode([String: Double].self, from: data) {
      all = old
    }
    all.merge(values) { _, new in new }
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys]
    try FileManager.default.createDirectory(at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
    try encoder.encode(all).write(to: url, options: .atomic)
  }
}
