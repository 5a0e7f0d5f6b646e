import Foundation
import Journal
import Measuring
import Safety

/// Measures durable commits to a journal: a record a turn, and a hundred.
///
///     JournalBenchmark [.build/bench.json]
@main
enum JournalBenchmark {
  static func main() throws {
    let folder = "\(NSTemporaryDirectory())/sotano-journal-\(ProcessInfo.processInfo.processIdentifier)"
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let journal = try Journal.open(path: "\(folder)/benchmark.sqlite", role: "benchmark")
    let payload = Data((0..<300).map { UInt8($0 % 251) })
    var position: Int64 = 0
    func turns(_ count: Int, of rows: Int) throws -> Double {
      let start = MonotonicTime.now
      for _ in 0..<count {
        _ = try journal.turn { turn throws(JournalError) in
          for _ in 0..<rows {
            position += 1
            try turn.append(kind: "benchmark", sequence: nil, position: position, payload: payload)
          }
        }
      }
      return Double(count) * 1e9 / Double(MonotonicTime.now.nanoseconds - start.nanoseconds)
    }
    _ = try turns(50, of: 1)
    let single = try turns(2000, of: 1)
    let batches = try turns(300, of: 100)
    try journal.close()
    try BenchmarkFile.report(["journal.commits_per_s": single, "journal.batched_rows_per_s": batches * 100])
  }
}
