import ArgumentParser
import Domain
import Foundation
import GridTrading
import Runtime

/// Many configurations on all cores, the best profit factor first.
struct ReplaySweep {
  let sweep: ReplayGrid
  let replay: Replay
  let data: ReplayData
  let json: Bool

  /// Configurations that one core takes at a time.
  private static let batch = 8
  /// Lines of the table that a person is shown.
  private static let shown = 20

  func run() async throws {
    let results = await played()
    let isComplete = results.count == sweep.configurations.count
    let sorted = results.sorted { ($0.profitFactor ?? -1, $0.net) > ($1.profitFactor ?? -1, $1.net) }
    let report = ReplayReport(data, path: replay.path, results: sorted, isComplete: isComplete)
    if json {
      try say(json: report)
    } else {
      say(report.heading + "\n\n" + table(sorted))
    }
    guard isComplete else {
      tell("interrupted: \(results.count) of \(sweep.configurations.count) configurations were played")
      throw ExitCode(130)
    }
  }

  /// In the order of the sweep, whichever core was first.
  private func played() async -> [ReplayFigures] {
    let all = sweep.configurations
    let batches = stride(from: 0, to: all.count, by: Self.batch).map { $0..<min($0 + Self.batch, all.count) }
    let replay = self.replay
    var progress = ProgressLine()
    defer { progress.finish() }
    return await withTaskGroup(of: (Int, [ReplayFigures]).self) { group in
      var waiting = batches.enumerated().makeIterator()
      func addNext() {
        guard !Signals.isEnding, let (place, range) = waiting.next() else { return }
        group.addTask {
          let results = replay.run(Array(all[range]))
          return (place, results.map { ReplayFigures($0.configuration, ReplayMetrics(of: $0, in: replay)) })
        }
      }
      for _ in 0..<ProcessInfo.processInfo.activeProcessorCount { addNext() }
      var done: [Int: [ReplayFigures]] = [:]
      var count = 0
      while let (place, figures) = await group.next() {
        done[place] = figures
        count += figures.count
        progress.show(ProgressBar.text(Double(count) / Double(all.count), "\(count) of \(all.count) configurations"))
        addNext()
      }
      return done.sorted { $0.key < $1.key }.flatMap(\.value)
    }
  }

  private func table(_ results: [ReplayFigures]) -> String {
    let names = sweep.parameters.map(\.rawValue)
    var table = Table(names + ["trades", "won", "profit factor", "net", "drawdown", "recovery factor"])
    for result in results.prefix(Self.shown) {
      table.add(
        names.map { result.parameters[$0] ?? "" } + [
          "\(result.trades)", ReplayFigures.percent(result.winRate), ReplayFigures.number(result.profitFactor, 3),
          result.net.formatted(2), result.maximumDrawdown.formatted(2),
          ReplayFigures.number(result.recoveryFactor, 2),
        ])
    }
    let rest = results.count - Self.shown
    return table.text + (rest > 0 ? "\n\nand \(rest) more; --json has them all" : "")
  }
}

/// `[#####-----]  50 %  what`
enum ProgressBar {
  static func text(_ share: Double, _ what: String) -> String {
    let width = 30
    let filled = Int((min(max(share, 0), 1) * Double(width)).rounded(.down))
    let bar = String(repeating: "#", count: filled) + String(repeating: "-", count: width - filled)
    return "[\(bar)] \(Int(share * 100)) %  \(what)"
  }
}
