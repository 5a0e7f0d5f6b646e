import ArgumentParser
import Domain
import GridTrading
import Safety
import Stack

/// Lists what was compared and what came of it.
struct ExperimentList: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list",
    abstract: "List the experiments of the run.",
    discussion: "Reads the experimenter's journal, so it works while the stack runs and after. Times are market time.")

  @OptionGroup var state: StateOptions
  @Flag(help: "Print JSON: equal runs give equal bytes.") var json = false

  func run() throws {
    let reports = try JournalledEvents(.experimenter, in: state.directory()).experiments().map(\.report)
    let latest = latestReports(reports)
    if json { return try say(json: latest.map { ExperimentListing($0) }) }
    guard !latest.isEmpty else { return say("No experiments yet.") }
    var table = Table(["id", "stage", "started", "trades", "blocks", "confidence", "candidates", "hypothesis"])
    for report in latest {
      let best = report.candidates.compactMap(\.confidence.known).max()
      table.add([
        report.id.description, report.stage.rawValue, report.startedAt.text, "\(report.trades)",
        "\(report.candidates.map(\.blocks).max() ?? 0)", best.map { $0.formatted(2) } ?? "-",
        report.candidates.map(\.name).joined(separator: " | "), report.hypothesis,
      ])
    }
    say(table.text)
  }
}

/// Prints one experiment's story.
struct ExperimentShow: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "show",
    abstract: "Tell the story of one experiment: what was registered, how far it is, what its numbers say.",
    discussion: """
      Confidence is for reading only: the chance that the candidate is better, if gains of the size worth finding are \
      as likely as losses of it. What decides are the bounds and the e-value. With --svg the bounds are drawn over the \
      blocks, for a light or a dark background.
      """)

  @OptionGroup var state: StateOptions
  @Argument(help: "The experiment's number, as `sotano experiment list` has it.") var experiment: Int64
  @Option(help: ArgumentHelp("Draw the confidence sequence into this file.", valueName: "file")) var svg: String?
  @Flag(help: "Print JSON, with every block's numbers.") var json = false

  func run() throws {
    let history = try JournalledEvents(.experimenter, in: state.directory()).experiments()
      .filter { $0.report.id.number == experiment }
    guard let last = history.last?.report else {
      throw Failure(.dataError, "there is no experiment \(experiment); `sotano experiment list` has them")
    }
    if let svg {
      let plot = ConfidencePlot(history, currency: try Self.currency(of: state.manifest().symbol))
      try plot.write(to: svg)
      tell("drawn into \(svg)")
    }
    if json {
      try say(json: ExperimentListing(last, history: history))
    } else {
      say(ExperimentStory(report: last, history: history).text)
    }
  }

  private static func currency(of symbol: Symbol) throws -> String {
    guard let profile = SymbolProfile.named(symbol.name) else { throw Failure.noProfile(of: symbol) }
    return profile.currency
  }
}
