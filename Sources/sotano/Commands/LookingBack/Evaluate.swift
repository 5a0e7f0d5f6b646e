import ArgumentParser
import Domain
import Evaluation
import Foundation
import Runtime
import Safety

/// Judges whether tuning pays.
struct Evaluate: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Judge on recorded quotes whether tuning pays, against a frozen bot, its twin and naive re-optimising.",
    discussion: """
      Runs the whole stack in one process, file by file on all cores, and beside it the bot that is never tuned, that \
      bot at the tuned one's volume (its twin), one that takes the best of the last three months each month, and one with \
      the hard limits alone; all on the same quotes and costs. Strictly causal: no decision knows what comes after it.

        sotano evaluate --data EURUSD_2022.csv.gz --changes changes.json
        sotano evaluate --data *.csv.gz --html report.html --walk-forward 3
        sotano evaluate --planted --seeds 200           # does the judge see an advantage that is there, and only then?

      Another machine may judge a file: --shard writes its judgement down, --merge makes the table of many, with the same \
      bytes as one process would. deploy/ray does so with Ray. docs/evaluation.md tells how the judge works and what its \
      numbers do not say.
      """)

  @Option(
    parsing: .upToNextOption, help: ArgumentHelp("Files of quotes or bars, each judged by itself.", valueName: "file"))
  var data: [String] = []

  @Option(help: ArgumentHelp("The symbol of all files (default: as each file's name tells).", valueName: "name"))
  var symbol: String?

  @Option(
    name: .customLong("policy"), parsing: .singleValue,
    help: ArgumentHelp("Only this policy of the controller; may be given again (default: all).", valueName: "name"))
  var policies: [String] = []

  @Option(help: ArgumentHelp("The configuration, YAML; what it does not say keeps its default.", valueName: "file"))
  var config: String?

  @Option(help: ArgumentHelp("The spread for data without one.", valueName: "pips|profile")) var spread = "profile"

  @Flag(help: "Refuse a file at its first bad row, also where its source is known to have some.") var strict = false

  @Option(
    help: ArgumentHelp(
      "Write the changes, as `sotano changes --json` prints them but for the steps still to come; for one file.",
      valueName: "file"))
  var changes: String?

  @Option(help: ArgumentHelp("Write a report with plots of equity and drawdown.", valueName: "file")) var html: String?

  @Option(
    help: ArgumentHelp("Judge every stretch of so many months by itself too, one after the other.", valueName: "months")
  )
  var walkForward: Int?

  @Option(help: ArgumentHelp("Draws for each interval.", valueName: "number")) var resamples = 1000

  @Option(help: ArgumentHelp("The seed of the draws.", valueName: "number")) var seed: UInt64 = 1

  @Option(help: ArgumentHelp("Write one file's judgement for --merge, and no table.", valueName: "file"))
  var shard: String?

  @Option(
    parsing: .upToNextOption, help: ArgumentHelp("Make the table of judgements that --shard wrote.", valueName: "file"))
  var merge: [String] = []

  @Flag(help: "Judge the judge: plant advantages that it must find, and shuffle quotes in which there are none.")
  var planted = false

  @Option(help: ArgumentHelp("Markets to plant and to shuffle each.", valueName: "number")) var seeds = 200

  @Flag(help: "Print JSON.") var json = false

  func validate() throws {
    if planted,
      !merge.isEmpty || shard != nil || changes != nil || html != nil || walkForward != nil || !policies.isEmpty
    {
      throw ValidationError(
        "--planted takes --data, --symbol, --config, --spread, --seeds, --seed, --resamples and --json.")
    }
    if data.isEmpty, merge.isEmpty, !planted { throw ValidationError("--data wants at least one file.") }
    if !data.isEmpty, !merge.isEmpty { throw ValidationError("--merge takes judgements; leave --data out.") }
    if shard != nil, data.count != 1 { throw ValidationError("--shard is for one file of data.") }
    if changes != nil, data.count != 1 { throw ValidationError("--changes is for one file of data.") }
    if resamples < 100 { throw ValidationError("--resamples is at least 100.") }
    if let walkForward, walkForward < 1 { throw ValidationError("--walk-forward is a number of months from 1.") }
    if seeds < 1 { throw ValidationError("--seeds is at least 1.") }
  }

  func run() async throws {
    Signals.install()
    if planted { return try await judgeTheJudge() }
    let judged: [EvaluateShards.Judged]
    let count: Int
    if merge.isEmpty {
      let shards = try EvaluatePlanning(self).shards()
      judged = try await EvaluateShards(shards: shards, spread: try ReplayData.spread(spread), strict: strict).judged()
      count = shards.count
    } else {
      judged = try EvaluateShards.Judged.read(merge)
      count = judged.count
    }
    if let changes, let only = judged.first {
      try Self.write(try ChangeListing.json(only.evaluation.tuned.changes), to: changes)
    }
    if let shard, let only = judged.first {
      return try Self.write(try JSONEncoder().encode(only), to: shard)
    }
    let report = EvaluateReport(judged, of: count, walkForward: walkForward)
    if let html { try Self.write(Data(EvaluateHtml(report, judged).text.utf8), to: html) }
    if json { emit(try report.json()) } else { say(EvaluateText(report).text) }
    guard report.isComplete else {
      tell("interrupted: \(judged.count) of \(count) files were judged")
      throw ExitCode(130)
    }
  }

  private func judgeTheJudge() async throws {
    let study = try EvaluatePlanning(self).planted()
    let report = EvaluatePlantedReport(try await study.run(), study)
    if json { emit(try report.json()) } else { say(report.text) }
    guard report.isComplete else {
      tell("interrupted: \(report.done) of \(2 * seeds) markets were judged")
      throw ExitCode(130)
    }
  }

  private static func write(_ content: Data, to file: String) throws {
    do {
      try content.write(to: URL(fileURLWithPath: file), options: .atomic)
    } catch {
      throw Failure(.cannotCreate, "\(file): cannot be written: \(error.localizedDescription)")
    }
  }
}
