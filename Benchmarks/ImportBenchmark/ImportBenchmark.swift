import Domain
import Foundation
import Glibc
import MarketFeeds

/// How many rows a second come from a compressed file of bars into a cache, beginning to end.
///
/// `ImportBenchmark RESULTS.json [FILE]` merges `import.rows_per_s` into the flat JSON object of that file. Without FILE a
/// synthetic year is written and read, so that the number can be had on a machine without data.
///
/// `ImportBenchmark --large ROWS` imports so many synthetic ticks and prints time and peak memory instead.
@main
enum ImportBenchmark {
  static func main() {
    do {
      try run()
    } catch {
      print("ImportBenchmark: \(error)")
      exit(1)
    }
  }

  private static func run() throws {
    let arguments = CommandLine.arguments.dropFirst()
    guard let first = arguments.first else {
      print("usage: ImportBenchmark RESULTS.json [FILE] | --large ROWS")
      exit(64)
    }
    let folder = NSTemporaryDirectory() + "import-benchmark-\(getpid())"
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let profile = try benchmarkProfile()
    if first == "--large" {
      let rows = arguments.dropFirst().first.flatMap { Int($0) } ?? 50_000_000
      let source = try writeSyntheticFile(folder, shape: .ticks, rows: rows, profile: profile)
      print("peak memory before the import: \(peakMegabytes()) MB")
      _ = try measure(source, folder: folder, profile: profile)
      print("peak memory after the import: \(peakMegabytes()) MB")
      return
    }
    let source =
      try arguments.dropFirst().first ?? writeSyntheticFile(folder, shape: .bars, rows: 372_000, profile: profile)
    // The best of five: what the machine can do when nothing else disturbs it.
    var best = 0.0
    for _ in 0..<5 { best = max(best, try measure(source, folder: folder, profile: profile)) }
    try merge(["import.rows_per_s": best.rounded()], into: first)
  }

  /// Rows a second of one import into a cache that is not there yet.
  private static func measure(_ source: String, folder: String, profile: SymbolProfile) throws -> Double {
    let caches = folder + "/caches"
    try? FileManager.default.removeItem(atPath: caches)
    let clock = ContinuousClock()
    var rows = 0
    let duration = try clock.measure {
      rows = try QuoteCache(of: source, options: FeedOptions(profile: profile), in: caches).rows
    }
    let seconds = Double(duration.components.seconds) + Double(duration.components.attoseconds) * 1e-18
    let rate = Double(rows) / seconds
    print(String(format: "%d rows in %.3f s: %.0f rows/s", rows, seconds, rate))
    return rate
  }

  private static func merge(_ numbers: [String: Double], into path: String) throws {
    let url = URL(fileURLWithPath: path)
    let old = (try? Data(contentsOf: url)).flatMap { try? JSONDecoder().decode([String: Double].self, from: $0) } ?? [:]
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .prettyPrinted]
    try encoder.encode(old.merging(numbers) { $1 }).write(to: url, options: .atomic)
  }

  private static func peakMegabytes() -> Int {
    var usage = rusage()
    getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
    return usage.ru_maxrss / 1024
  }
}
