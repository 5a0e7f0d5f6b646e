import Domain
import Foundation
import GridTrading

/// The quotes that the benchmark plays: a real symbol-year of minute bars where there is one, else a random walk.
struct BenchmarkSeries {
  let name: String
  let series: QuoteSeries

  /// EURUSD 2020, four quotes a bar, 0.8 pips of spread, from the data folder that `SOTANO_SHARED` names.
  static func load() throws -> BenchmarkSeries {
    let shared = ProcessInfo.processInfo.environment["SOTANO_SHARED"] ?? "../shared"
    let file = URL(fileURLWithPath: shared).appendingPathComponent("data/m1/EURUSD_M1_2020.csv.gz")
    guard FileManager.default.fileExists(atPath: file.path) else { return synthetic(bars: 372_000) }
    var series = QuoteSeries()
    for line in try decompressed(file).split(whereSeparator: \.isNewline).dropFirst() {
      let fields = line.split(separator: ",")
      guard fields.count == 5, let time = Int64(fields[0]) else { continue }
      append(time, fields[1...].map { Int32(((Double($0) ?? 0) * 100_000).rounded()) }, to: &series)
    }
    return BenchmarkSeries(name: "EURUSD M1 2020, real", series: series)
  }

  /// A walk of about a pip a minute, seeded, and no market.
  static func synthetic(bars: Int) -> BenchmarkSeries {
    var generator = SplitMix64(seed: 2020)
    var series = QuoteSeries()
    var price: Int32 = 112_000
    for bar in 0..<bars {
      let open = price
      let low = open - Int32.random(in: 0...12, using: &generator)
      let high = open + Int32.random(in: 0...12, using: &generator)
      price = Int32.random(in: low...high, using: &generator)
      append(Int64(bar) * 60_000, [open, high, low, price], to: &series)
    }
    return BenchmarkSeries(name: "synthetic walk", series: series)
  }

  private static func append(_ time: Int64, _ bar: [Int32], to series: inout QuoteSeries) {
    let path = bar[3] >= bar[0] ? [bar[0], bar[2], bar[1], bar[3]] : bar
    for (step, bid) in path.enumerated() {
      series.append(
        Quote(
          time: time + Int64(step) * 15_000, bid: Price(points: bid), ask: Price(points: bid + 8),
          path: step == 0 ? .jump : .continuous))
    }
  }

  private static func decompressed(_ file: URL) throws -> String {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = ["gzip", "-dc", file.path]
    let pipe = Pipe()
    process.standardOutput = pipe
    try process.run()
    let data = pipe.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return String(decoding: data, as: UTF8.self)
  }
}
