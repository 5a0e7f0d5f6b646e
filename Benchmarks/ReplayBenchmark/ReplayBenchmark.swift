import Domain
import Foundation
import GridLoop
import GridTrading
import Measuring

/// Measures the replay against a plain C loop on the same quotes, with the same fills.
///
///     ReplayBenchmark [.build/bench.json]
@main
enum ReplayBenchmark {
  static func main() throws {
    let data = try BenchmarkSeries.load()
    guard let profile = SymbolProfile.named("EURUSD") else { preconditionFailure("EURUSD is a shipped symbol") }
    var report = BenchmarkReport(name: data.name, quotes: data.series.count)
    var configuration = profile.defaults
    configuration.maxSpread = Pips(tenths: 100)
    let replay = Replay(series: data.series, profile: profile, path: .quotes)

    try requireSameFills(configuration, replay)
    var trades = [grid_loop_trade](repeating: grid_loop_trade(), count: 100_000)
    let plain = Stopwatch.best(of: 7) { _ = CLoop.plain.run(configuration, on: data.series, into: &trades) }
    let nearest = Stopwatch.best(of: 15) { _ = CLoop.nearest.run(configuration, on: data.series, into: &trades) }
    let every = Stopwatch.best(of: 15) { _ = replay.run(configuration, method: .everyQuote) }
    let engine = Stopwatch.best(of: 3) { _ = replay.run(configuration, method: .engine) }
    let indexed = Stopwatch.best(of: 15) { _ = replay.run(configuration) }
    let building = Stopwatch.best(of: 7) { _ = Replay(series: data.series, profile: profile, path: .quotes) }
    let bars = Replay(series: data.series, profile: profile, path: .bars)
    let alongPath = Stopwatch.best(of: 15) { _ = bars.run(configuration) }
    report.line("C loop, every position at every quote", plain, against: plain)
    report.line("C loop, nearest levels", nearest, against: plain)
    report.line("one configuration, live engine", engine, against: plain)
    report.line("one configuration, every quote", every, against: plain)
    report.line("one configuration, indexed", indexed, against: plain)
    report.line("one configuration, indexed, along bars", alongPath, against: plain)
    report.line("building the index", building, against: plain)

    let many = configurations(around: configuration)
    for other in many { try requireSameFills(other, replay) }
    let apart = many.enumerated().map { place, other in
      var other = other
      other.gridSpacing = Pips(tenths: Int32(160 + 2 * place))
      return other
    }
    for sweep in [many, apart] {
      try requireSameTrades(sweep, replay)
      try requireSameTrades(sweep, bars)
    }
    let batch = Stopwatch.best(of: 15) { _ = replay.run(many) }
    let batchAlongPath = Stopwatch.best(of: 15) { _ = bars.run(many) }
    let batchApart = Stopwatch.best(of: 15) { _ = replay.run(apart) }
    let fromQuotes = Stopwatch.best(of: 5) {
      _ = Replay(series: data.series, profile: profile, path: .quotes).run(many)
    }
    let cores = ProcessInfo.processInfo.activeProcessorCount
    let parts = Replay.parts(of: many, size: (many.count + cores - 1) / cores)
    let onAllCores = Stopwatch.shortestWait(of: 25) {
      DispatchQueue.concurrentPerform(iterations: parts.count) { part in
        _ = replay.run(parts[part].map { many[$0] })
      }
    }
    report.line("64 configurations in one pass", batch, against: plain)
    report.line("64 configurations, along bars", batchAlongPath, against: plain)
    report.line("64 configurations of 64 spacings", batchApart, against: plain)
    report.line("64 configurations, index built first", fromQuotes, against: plain)
    report.line("64 configurations on \(cores) cores, elapsed", onAllCores, against: plain)
    report.growth(replay, configuration)

    // Both sides of the batch's cost start from quotes in memory, without an index.
    let fastest = min(every, building + indexed)
    let values = [
      "replay.single.ratio": plain / every,
      "replay.single.nearest.ratio": nearest / every,
      "replay.indexed.ratio": plain / indexed,
      "replay.indexed.nearest.ratio": nearest / indexed,
      "replay.batch64.cost": fromQuotes / fastest,
      "replay.batch64.cost_ready": batch / indexed,
      "replay.batch64.apart.cost_ready": batchApart / indexed,
      "replay.batch64.all_cores.cost_ready": onAllCores / indexed,
      "replay.symbol_year_ms": indexed,
      "replay.index_build_ms": building,
      "replay.engine.quotes_per_s": Double(data.series.count) / engine * 1000,
      "replay.bytes_per_quote": Double(replay.memory) / Double(data.series.count),
    ]
    report.values.merge(values) { _, new in new }
    report.finish()
    if CommandLine.arguments.count > 1 { try BenchmarkFile.merge(report.values, into: CommandLine.arguments[1]) }
  }

  /// 64 different configurations around one: eight spacings, four targets, two stops.
  static func configurations(around base: Configuration) -> [Configuration] {
    var all: [Configuration] = []
    for spacing in stride(from: Int32(160), through: 300, by: 20) {
      for takeProfit in [Int32(150), 200, 250, 300] {
        for stopLoss in [Int32(400), 500] {
          var configuration = base
          configuration.gridSpacing = Pips(tenths: spacing)
          configuration.takeProfit = Pips(tenths: takeProfit)
          configuration.stopLoss = Pips(tenths: stopLoss)
          all.append(configuration)
        }
      }
    }
    return all
  }

  /// Throws unless both C loops and every way of replaying make the same trades.
  static func requireSameFills(_ configuration: Configuration, _ replay: Replay) throws {
    let expected = replay.run(configuration, method: .everyQuote)
    let indexed = replay.run(configuration)
    guard expected == indexed, !expected.trades.isEmpty else { throw Mismatch(what: "indexed replay") }
    for loop in CLoop.allCases {
      var trades = [grid_loop_trade](repeating: grid_loop_trade(), count: expected.trades.count + 1)
      let count = loop.run(configuration, on: replay.series, into: &trades)
      guard count == expected.trades.count, zip(trades, expected.trades).allSatisfy({ $0.isSame(as: $1) }) else {
        throw Mismatch(what: "C loop \(loop)")
      }
    }
  }

  /// Throws unless each configuration of a batch makes the trades that it makes alone.
  static func requireSameTrades(_ many: [Configuration], _ replay: Replay) throws {
    guard replay.run(many) == many.map({ replay.run($0) }) else { throw Mismatch(what: "batch") }
  }

  struct Mismatch: Error {
    let what: String
  }
}
