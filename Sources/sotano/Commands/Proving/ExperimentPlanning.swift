import ArgumentParser
import Domain
import ExperimentEngine
import GridTrading
import MarketFeeds
import Safety
import Stack

/// Prints what an experiment would cost before it starts.
struct ExperimentPlanning: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "plan",
    abstract: "Tell how many trades and days an experiment would take, and how likely it would find a gain.",
    discussion: """
      Replays incumbent and candidates over files of quotes, as many as are named, and measures what the length of an \
      experiment depends on: the spread of a block's difference and the trades a day. The gain looked for is a tenth of \
      the incumbent's gross loss, which is about a profit factor 10 % better. Nothing is started.

        sotano experiment plan --set gridSpacing=26 --data EURUSD_M1_2022.csv.gz
        sotano experiment plan --set takeProfit=24 --incumbent gridSpacing=15 --number 3 --data 2021.csv 2022.csv
      """)

  @OptionGroup var options: CandidateOptions
  @Option(
    parsing: .upToNextOption, help: ArgumentHelp("Files of quotes or bars, in order of time.", valueName: "file"))
  var data: [String]
  @Option(help: ArgumentHelp("The symbol (default: as the file names tell).", valueName: "name")) var symbol: String?
  @Option(
    name: .customLong("incumbent"), parsing: .singleValue,
    help: ArgumentHelp("A parameter of the incumbent that is not the default.", valueName: "param=value"))
  var incumbent: [String] = []
  @Option(help: ArgumentHelp("The spread for data without one, in pips.", valueName: "pips")) var spread: String?
  @Option(
    help: ArgumentHelp("Which experiment of the quarter it would be, with none before it a find.", valueName: "number"))
  var number = 1
  @Flag(help: "Print JSON.") var json = false

  func validate() throws {
    guard (1...1000).contains(number) else { throw ValidationError("--number is a count from 1.") }
    guard !data.isEmpty else { throw ValidationError("--data names at least one file.") }
  }

  func run() throws {
    let manifest = try RunPlan(data: data, symbol: symbol, spread: spread, parameters: incumbent).result().manifest
    guard let profile = manifest.profile else { throw Failure.noProfile(of: manifest.symbol) }
    let settings = manifest.settings.experimenter
    let arms = try options.parsed()
    let level = PlannedArm.level(ofExperiment: number, rate: settings.falseDiscoveryRate) / Double(arms.count)
    let configurations = try arms.map { arm in
      guard let candidate = manifest.configuration.replacing(arm) else {
        throw Failure(.usage, "\(arm) is not of the parameters' kinds")
      }
      return candidate
    }
    var measure = PairedMeasure(
      profile: profile, incumbent: manifest.configuration, candidates: configurations, settings: settings)
    let source = try Self.spread(spread)
    for path in data {
      tell("reading \(path)")
      do {
        let feed = try FileFeed(path: path, options: FeedOptions(profile: profile, spread: source, strict: false))
        var quotes: [Quote] = []
        while try feed.next(into: &quotes) != nil { measure.take(quotes) }
      } catch {
        throw Failure(.dataError, "\(error)")
      }
    }
    let rows = arms.enumerated().map {
      PlannedArm($0.element, $0.offset, of: measure, level: level, settings: settings)
    }
    if json { return try say(json: rows) }
    var table = Table([
      "candidate", "blocks seen", "correlation", "gain sought a block", "deviation", "blocks needed", "trades", "days",
      "chance within \(settings.mostBlocks) blocks",
    ])
    for row in rows { table.add(row.cells) }
    say(table.text)
    let (least, most) = (settings.leastBlocks, settings.mostBlocks)
    say("\nLevel \(level.formatted(5)) a candidate; at least \(least) blocks, at most \(most).")
    for row in rows where !row.isFeasible {
      say("\(row.candidate): a gain of that size is not likely to be proven; look for a larger one.")
    }
  }

  private static func spread(_ text: String?) throws -> SpreadSource {
    guard let text else { return .profile }
    guard case .pips(let pips) = try? ParameterValue(parsing: text, for: .maxSpread) else {
      throw Failure(.usage, "--spread is a number of pips, such as 1.2; not '\(text)'")
    }
    return .fixed(pips)
  }
}
