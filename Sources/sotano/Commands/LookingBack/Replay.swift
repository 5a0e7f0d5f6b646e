import ArgumentParser
import Domain
import Foundation
import GridTrading
import Runtime
import Safety

/// Plays the grid on recorded quotes.
struct ReplayCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "replay",
    abstract: "Play the grid on recorded quotes with one configuration, or with many.",
    discussion: """
      The engine is the live bot's. Values outside the live bounds are accepted here: this is research.

        sotano replay --data EURUSD_2022.csv.gz --set gridSpacing=25
        sotano replay --data EURUSD_2022.csv.gz --grid 'gridSpacing=10:50:5,takeProfit=10:40:10'

      What was best in the past is no promise: `sotano evaluate` shows what choosing by it earns.
      """)

  @Option(
    parsing: .upToNextOption, help: ArgumentHelp("Files of quotes or bars, in order of time.", valueName: "file"))
  var data: [String]

  @Option(help: ArgumentHelp("The symbol (default: as the file names tell).", valueName: "name")) var symbol: String?

  @Option(
    name: .customLong("set"), parsing: .singleValue,
    help: ArgumentHelp("A parameter; may be given again.", valueName: "param=value"))
  var parameters: [String] = []

  @Option(
    help: ArgumentHelp(
      "A sweep: every combination of these ranges, FROM:TO:STEP, or values joined by |.", valueName: "ranges"))
  var grid: String?

  @Option(help: "How prices move inside a bar: bars along the path, quotes by jumps (default: bars).")
  var path = ReplayPath.bars

  @Option(help: ArgumentHelp("The spread for data without one.", valueName: "pips|profile")) var spread = "profile"

  @Flag(help: "Refuse a file at its first bad row, also where its source is known to have some.") var strict = false

  @Option(help: ArgumentHelp("Write every trade to this CSV file.", valueName: "file")) var trades: String?

  @Flag(help: "Print JSON.") var json = false

  func validate() throws {
    if data.isEmpty { throw ValidationError("--data wants at least one file.") }
    if grid != nil, trades != nil { throw ValidationError("--trades is for one configuration; leave out --grid.") }
  }

  func run() async throws {
    Signals.install()
    let profile = try ReplayData.profile(of: data, symbol: symbol)
    var base = profile.defaults
    for text in parameters {
      let (parameter, value) = try assignment(text, option: "--set")
      base = base.replacing(parameter, with: value) ?? base
    }
    let sweep = try grid.map { try ReplayGrid(parsing: $0, around: base) }
    try Self.check(sweep?.configurations ?? [base])
    do {
      let quotes = try read(profile)
      let replay = Replay(series: quotes.series, profile: profile, path: path)
      if let sweep {
        try await ReplaySweep(sweep: sweep, replay: replay, data: quotes, json: json).run()
      } else {
        try playOnce(base, replay, quotes)
      }
    } catch is Interrupted {
      tell("interrupted while reading; nothing was played")
      throw ExitCode(130)
    }
  }

  private func read(_ profile: SymbolProfile) throws -> ReplayData {
    var progress = ProgressLine()
    defer { progress.finish() }
    return try ReplayData(
      data, profile: profile, spread: try ReplayData.spread(spread), strict: strict, progress: { progress.show($0) })
  }

  private func playOnce(_ configuration: Configuration, _ replay: Replay, _ data: ReplayData) throws {
    let result = replay.run(configuration)
    if let trades { try write(result.journalRows(in: replay), to: trades) }
    let figures = ReplayFigures(configuration, ReplayMetrics(of: result, in: replay))
    let report = ReplayReport(data, path: path, results: [figures], isComplete: true)
    if json { return try say(json: report) }
    say(report.heading + "\n\n" + figures.text)
  }

  private func write(_ rows: [TradeJournalRow], to file: String) throws {
    let text = ([TradeJournalRow.header] + rows.map(\.line)).joined(separator: "\n") + "\n"
    do {
      try Data(text.utf8).write(to: URL(fileURLWithPath: file), options: .atomic)
    } catch {
      throw Failure(.cannotCreate, "\(file): cannot be written: \(error.localizedDescription)")
    }
  }

  /// Beyond the live bounds is research; without a distance or a volume there is no grid.
  private static func check(_ configurations: [Configuration]) throws {
    for one in configurations {
      let distances: [(Parameter, Pips)] = [
        (.gridSpacing, one.gridSpacing), (.takeProfit, one.takeProfit), (.stopLoss, one.stopLoss),
      ]
      for (parameter, pips) in distances where pips.tenths < 1 {
        throw Failure(.usage, "\(parameter.rawValue) must be at least 0.1 pips, not \(pips)")
      }
      guard one.lotSize.hundredths > 0, one.maxPositions > 0 else {
        throw Failure(.usage, "lotSize and maxPositions must be above 0")
      }
    }
  }
}

extension ReplayPath: ExpressibleByArgument {}
