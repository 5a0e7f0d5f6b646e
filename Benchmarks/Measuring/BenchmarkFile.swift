import Foundation

/// The flat JSON object of all benchmarks. Keys of other benchmarks stay.
package enum BenchmarkFile {
  /// Prints the values and, where the command line names a file, adds them to it.
  package static func report(_ values: [String: Double]) throws {
    for (key, value) in values.sorted(by: { $0.key < $1.key }) { print("\(key)  \((value * 1000).rounded() / 1000)") }
    if CommandLine.arguments.count > 1 { try merge(values, into: CommandLine.arguments[1]) }
  }

  /// Adds the values to a file; keys of other benchmarks stay.
  package static func merge(_ values: [String: Double], into path: String) throws {
    let url = URL(fileURLWithPath: path)
    var all: [String: Double] = [:]
    if let data = try? Data(contentsOf: url) { all = try JSONDecoder().decode([String: Double].self, from: data) }
    all.merge(values) { _, new in new }
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys]
    try FileManager.default.createDirectory(at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
    try encoder.encode(all).write(to: url, options: .atomic)
  }
}
