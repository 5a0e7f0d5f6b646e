import ArgumentParser
import Foundation
import Safety

/// The options that make a run what it is.
struct RunOptions: ParsableArguments {
  @Option(
    parsing: .upToNextOption, help: ArgumentHelp("Files of quotes or bars, in order of time.", valueName: "file"))
  var data: [String] = []

  @Flag(help: "Trade the real year of hourly EURUSD that `make sample` fetches.") var sample = false

  @Option(
    help: ArgumentHelp(
      "The symbol (default: as the file names tell, EURUSD for a synthetic market).", valueName: "name"))
  var symbol: String?

  @Option(
    help: ArgumentHelp(
      "How fast: 1 is real time, 600 an hour in six seconds (0.01 to 100000), max in lockstep (default: 1).",
      valueName: "number|max"))
  var pace: String?

  @Option(
    help: ArgumentHelp("The spread for data without one (default: the symbol's profile by hour).", valueName: "pips"))
  var spread: String?

  @Flag(help: "Refuse a file at its first bad row, also where its source is known to have some.") var strict = false

  @Option(help: ArgumentHelp("Which synthetic market (default: 1).", valueName: "number")) var seed: UInt64?

  @Option(help: ArgumentHelp("How many minutes of synthetic market (default: without end).", valueName: "number"))
  var minutes: Int64?

  @Option(help: ArgumentHelp("The configuration, YAML; what it does not say keeps its default.", valueName: "file"))
  var config: String?

  @Option(
    name: .customLong("set"), parsing: .singleValue,
    help: ArgumentHelp("A starting parameter; may be given again.", valueName: "param=value"))
  var parameters: [String] = []

  @Option(
    help: ArgumentHelp(
      "Plant a harmful change after so many closed trades, to see it taken back.", valueName: "param=value@trades"))
  var plant: String?

  func validate() throws {
    let hasData = !data.isEmpty || sample
    if !data.isEmpty, sample { throw ValidationError("--sample brings its own data; leave --data out.") }
    if hasData, seed != nil || minutes != nil {
      throw ValidationError("--seed and --minutes are for the synthetic market; leave them out with data.")
    }
    if !hasData, spread != nil || strict {
      throw ValidationError("--spread and --strict are for files; name some with --data.")
    }
    if let minutes, minutes < 1 { throw ValidationError("--minutes is a number from 1.") }
  }

  /// Whether any of them was given: without one a directory goes on with the run that it has.
  var areGiven: Bool {
    !data.isEmpty || sample || strict || !parameters.isEmpty || seed != nil || minutes != nil
      || [symbol, pace, spread, config, plant].contains { $0 != nil }
  }

  func plan() throws -> RunPlan {
    RunPlan(
      data: sample ? [try Self.sampleFile()] : data, symbol: sample ? symbol ?? "EURUSD" : symbol, pace: pace ?? "1",
      spread: spread, strict: strict, seed: seed, minutes: minutes, configurationFile: config,
      parameters: parameters, plant: plant)
  }

  /// Where `deploy/sample/fetch.sh` puts it.
  private static func sampleFile() throws -> String {
    let environment = ProcessInfo.processInfo.environment
    let cache = environment["XDG_CACHE_HOME"].flatMap { $0.isEmpty ? nil : $0 } ?? "\(NSHomeDirectory())/.cache"
    let path = "\(cache)/sotano/sample/FOREX_EURUSD_1H_ASK.csv"
    guard FileManager.default.fileExists(atPath: path) else {
      throw Failure(.noInput, "\(path) is missing; fetch it with `make sample`")
    }
    return path
  }
}
