import ArgumentParser
import Domain
import Foundation
import GridTrading
import Runtime
import Safety
import Study

/// Studies of the method itself, on made-up and on recorded markets.
struct StudyCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "study",
    abstract: "Show how far the experiments' proofs can be trusted, and how long they take.",
    subcommands: [StudyPromotion.self, StudyCorrelation.self])
}

/// Measures on recorded quotes how alike neighbouring configurations trade.
struct StudyCorrelation: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "correlation",
    abstract: "Measure how alike configurations trade on recorded quotes, and how long a proof would take.",
    discussion: """
      The symbol's default grid is played beside itself with the spacing, the target or the stop moved by 10 % and by \
      30 %, on the same quotes. The results are compared in blocks of fifty of the default's trades.

        sotano study correlation --data EURUSD_2022.csv.gz USDJPY_2022.csv.gz

      The less two configurations correlate, the longer it takes to tell which is better; with fewer than eight blocks \
      nothing is said. Effect is the mean difference \
      a block over its standard deviation, in hindsight. Trades and months are those until a profit factor 10 % better \
      would be proven with a chance of 80 %, for the first experiment of a quarter with one candidate.
      """)

  @Option(
    parsing: .upToNextOption,
    help: ArgumentHelp("Files of quotes or bars, one symbol each, told by their names.", valueName: "file"))
  var data: [String]

  @Option(help: ArgumentHelp("The spread for data without one.", valueName: "pips|profile")) var spread = "profile"

  @Flag(help: "Print JSON.") var json = false

  func validate() throws {
    if data.isEmpty { throw ValidationError("--data wants at least one file.") }
  }

  func run() async throws {
    Signals.install()
    let studied: [CorrelationFigures]
    do {
      studied = try await self.studied()
    } catch is Interrupted {
      tell("interrupted; nothing is printed of a study that was not finished")
      throw ExitCode(130)
    }
    if json { return try say(json: studied) }
    say(CorrelationFigures.text(studied))
  }

  /// In the order of the files, a file a core.
  private func studied() async throws -> [CorrelationFigures] {
    let spread = try ReplayData.spread(spread)
    let profiles = try data.map { try ReplayData.profile(of: [$0], symbol: nil) }
    var progress = ProgressLine()
    defer { progress.finish() }
    return try await withThrowingTaskGroup(of: (Int, CorrelationFigures).self) { group in
      var waiting = data.indices.makeIterator()
      func addNext() {
        guard let place = waiting.next() else { return }
        let (file, profile) = (data[place], profiles[place])
        group.addTask {
          let quotes = try ReplayData([file], profile: profile, spread: spread, strict: false, progress: { _ in })
          let replay = Replay(series: quotes.series, profile: profile, path: .bars)
          let study = CorrelationStudy(replay, base: profile.defaults)
          return (place, CorrelationFigures(study, file: file, symbol: profile.symbol.name, notices: quotes.notices))
        }
      }
      for _ in 0..<ProcessInfo.processInfo.activeProcessorCount { addNext() }
      var done: [Int: CorrelationFigures] = [:]
      while let (place, figures) = try await group.next() {
        done[place] = figures
        progress.show(ProgressBar.text(Double(done.count) / Double(data.count), "\(done.count) of \(data.count) files"))
        addNext()
      }
      return done.sorted { $0.key < $1.key }.map(\.value)
    }
  }
}
