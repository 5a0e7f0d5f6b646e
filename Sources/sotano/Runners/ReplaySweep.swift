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

  /// Most configurations that one core takes at a time.
  private static let batch = 64
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
    let cores = ProcessInfo.processInfo.activeProcessorCount
    // At least four a core, so that none waits long for the last.
    let batches = Replay.parts(of: all, size: max(1, min(Self.batch, all.count / (4 * cores))))
    let replay = self.replay
    var progress = ProgressLine()
    defer { progress.finish() }
    return await withTaskGroup(of: [(place: Int, figures: ReplayFigures)].self) { group in
      var waiting = batches.makeIterator()
      func addNext() {
        guard !Signals.isEnding, let places = waiting.next() else { return }
        group.addTask {
          zip(places, replay.run(places.map { all[$0] })).map {
            ($0, ReplayFigures($1.configuration, ReplayMetrics(of: $1, in: replay)))
          }
        }
      }
      for _ in 0..<cores { addNext() }
      var done: [(place: Int, figures: ReplayFigures)] = []
      while let figures = await group.next() {
        done += figures
        progress.show(
          ProgressBar.text(Double(done.count) / Double(all.count), "\(done.count) of \(all.count) configurations"))
        addNext()
      }
      return done.sorted { $0.place < $1.place }.map(\.figures)
    }
  }

  private func table(_ results: [ReplayFigures]) -> String {
    let names = sweep.parameters.map(\.rawValue)
    var table = Table(names + ["trades", "won", "profit factor", "net", "drawdown", "recovery factor"])
    for result in results.prefix(Self.shown) {
      table.add(
        names.map { result.parameters[$0] ?? "" } + [
          "\(result.trades)", result.winRate.percent, result.profitFactor.text(3),
          result.net.formatted(2), result.maximumDrawdown.formatted(2),
          result.recoveryFactor.text(2),
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
