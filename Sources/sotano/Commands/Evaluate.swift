import ArgumentParser
import Domain
import Evaluation
import Foundation
import GridTrading
import Runtime
import Safety
import Settings
import Stack

/// Judges whether tuning pays.
struct Evaluate: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Judge on recorded quotes whether tuning pays, against a frozen bot, its twin and naive re-optimising.",
    discussion: """
      Runs the whole stack in one process, file by file on all cores, and beside it the bot that is never tuned, that \
      bot at the tuned one's volume (its twin), one that takes the best of the last three months each month, and one with \
      the hard limits alone; all on the same quotes and costs. Strictly causal: no decision knows what comes after it.

        sotano evaluate --data EURUSD_2022.csv.gz --changes changes.json
        sotano evaluate --data *.csv.gz --html report.html

      docs/evaluation.md tells how the judge works and what its numbers do not say.
      """)

  @Option(
    parsing: .upToNextOption, help: ArgumentHelp("Files of quotes or bars, each judged by itself.", valueName: "file"))
  var data: [String]

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
    help: ArgumentHelp("Write the changes, as `sotano changes --json` prints them; for one file.", valueName: "file"))
  var changes: String?

  @Option(help: ArgumentHelp("Write a report with plots of equity and drawdown.", valueName: "file")) var html: String?

  @Option(help: ArgumentHelp("Draws for each interval.", valueName: "number")) var resamples = 1000

  @Option(help: ArgumentHelp("The seed of the draws.", valueName: "number")) var seed: UInt64 = 1

  @Flag(help: "Print JSON.") var json = false

  func validate() throws {
    if data.isEmpty { throw ValidationError("--data wants at least one file.") }
    if changes != nil, data.count != 1 { throw ValidationError("--changes is for one file of data.") }
    if resamples < 100 { throw ValidationError("--resamples is at least 100.") }
  }

  func run() async throws {
    Signals.install()
    let settings = try stackSettings()
    let spread = try ReplayData.spread(spread)
    let shards = try data.map { file in
      let profile = try ReplayData.profile(of: [file], symbol: symbol)
      let configuration: Configuration
      do {
        configuration = try settings.parameters.configuration(for: profile)
      } catch {
        throw Failure(.configuration, "a starting parameter is not usable: \(error)")
      }
      let plan = EvaluationPlan(
        settings: try TunerSettings(settings, policies: policies), resamples: resamples, seed: seed)
      return EvaluateShards.Shard(file: file, profile: profile, configuration: configuration, plan: plan)
    }
    let judged = try await EvaluateShards(shards: shards, spread: spread, strict: strict).judged()
    let report = EvaluateReport(
      pooled: EvaluatePooled(judged.map { ($0.name, $0.evaluation) }),
      files: judged.map { EvaluateFile($0.name, $0.evaluation, notices: $0.notices) },
      isComplete: judged.count == shards.count,
      policies: shards.first?.plan.settings.policies ?? [], resamples: resamples, seed: seed)
    if let changes, let only = judged.first {
      try Self.write(try ChangeListing.json(only.evaluation.tuned.changes), to: changes)
    }
    if let html { try Self.write(Data(EvaluateHtml(report, judged).text.utf8), to: html) }
    if json { emit(try report.json()) } else { say(EvaluateText(report).text) }
    guard report.isComplete else {
      tell("interrupted: \(judged.count) of \(shards.count) files were judged")
      throw ExitCode(130)
    }
  }

  private func stackSettings() throws -> StackSettings {
    guard let config else { return StackSettings() }
    guard let content = FileManager.default.contents(atPath: config) else {
      throw Failure(.noInput, "\(config): cannot be read; see that it is there and that you may read it")
    }
    do {
      return try SettingsLoader.load(
        yaml: String(decoding: content, as: UTF8.self), file: config, defaults: StackSettings())
    } catch {
      throw Failure(.configuration, "the configuration is not usable:\n\(error)")
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

extension TunerSettings {
  /// - Parameter policies: names of those to keep; none keeps all.
  fileprivate init(_ settings: StackSettings, policies names: [String]) throws {
    self.init(
      trader: settings.trader, monitor: settings.monitor, experimenter: settings.experimenter,
      controller: settings.controller, optimizer: settings.optimizer)
    for name in names where !policies.contains(name) {
      throw Failure(.usage, "there is no policy \(name); there are \(policies.joined(separator: ", "))")
    }
    if !names.isEmpty { keepPolicies(names) }
  }
}
