import ArgumentParser
import Domain
import Safety
import Stack

/// Asks the experimenter for an experiment.
struct ExperimentStart: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "start",
    abstract: "Start an experiment, or put it in the queue.",
    discussion: """
      Hypothesis, candidates, metric, stopping rule and seed are written to the experimenter's journal before the first \
      quote and do not change afterwards. A candidate must lie within the bounds and the drift of every parameter, and \
      its worst case may not be above the incumbent's; what is refused is refused by the name of the rule.

        sotano experiment start --set gridSpacing=26 --set gridSpacing=14 --hypothesis "the grid is stale" --by Ana
        sotano experiment start --candidate gridSpacing=26,takeProfit=24 --hypothesis "wider" --by Ana --priority 2
        sotano experiment start --set tradingSessions=london+newYork --hypothesis "Asia loses" --by Ana

      With --replay the experiment begins at its first stage: incumbent, candidates and everything that was tried before \
      are played on the files of quotes, and only candidates whose daily advantage survives the number of trials go on \
      to the shadows. What fails there is registered as rejected.

        sotano experiment start --set gridSpacing=26 --replay EURUSD_M1_2022.csv.gz --hypothesis "wider" --by Ana
      """)

  @OptionGroup var state: StateOptions
  @OptionGroup var options: CandidateOptions
  @Option(help: ArgumentHelp("What you expect and why, for the record.", valueName: "text")) var hypothesis: String
  @Option(name: .customLong("by"), help: ArgumentHelp("Your name, for the record.", valueName: "name"))
  var name: String
  @Option(help: ArgumentHelp("Higher goes first.", valueName: "number")) var priority = 0
  @Option(
    parsing: .upToNextOption,
    help: ArgumentHelp("Stored quotes or bars to try the candidates on first, in order of time.", valueName: "file"))
  var replay: [String] = []
  @Option(help: ArgumentHelp("The spread for stored quotes without one.", valueName: "pips|profile"))
  var spread = "profile"
  @Option(help: ArgumentHelp("How long to wait for the answer, in seconds.", valueName: "seconds"))
  var timeout: Double = 10
  @Flag(help: "Print JSON.") var json = false

  func validate() throws {
    try checkText(name, "--by")
    try checkText(hypothesis, "--hypothesis")
    try checkTimeout(timeout)
  }

  func run() throws {
    let candidates = try options.parsed()
    let request = ExperimentRequest(
      hypothesis: hypothesis, candidates: candidates, priority: priority, replay: try evidence(for: candidates))
    _ = try StackClient(state).carryOut(.startExperiment(request), by: name, timeout: Int64(timeout * 1000))
    // The answer comes after the journal has it, and the newest one of this name and text is this one.
    let reports = try JournalledEvents(.experimenter, in: state.directory()).experiments().map(\.report)
    guard let made = reports.last(where: { $0.by == name && $0.hypothesis == hypothesis }) else {
      throw Failure(.software, "the experimenter said yes and wrote nothing; run `sotano verify`")
    }
    let latest = reports.last { $0.id == made.id } ?? made
    if json { return try say(json: ExperimentListing(latest)) }
    if latest.stage.isFinal {
      return say("experiment \(latest.id) ended as \(latest.stage.rawValue): \(latest.conclusion)")
    }
    let now = latest.stage == .queued ? "waits for the one before it" : "runs: \(latest.stage.words)"
    say("experiment \(latest.id) \(now); `sotano experiment show \(latest.id)` tells how far it is")
  }
}

extension ExperimentStart {
  private func evidence(for candidates: [[ParameterSetting]]) throws -> ReplayEvidence? {
    guard !replay.isEmpty else { return nil }
    let directory = try state.directory()
    let events = try JournalledEvents(.trader, in: directory).all(kind: "configurationApplied")
    guard case .configurationApplied(let applied) = events.last?.event else {
      throw Failure(.noInput, "the trader has not started in this directory yet")
    }
    let stage = ExperimentReplay(
      files: replay, spread: spread, incumbent: applied.configuration, symbol: try state.manifest().symbol)
    let before = try JournalledEvents(.experimenter, in: directory).experiments().flatMap(\.report.candidates)
    return try stage.evidence(for: candidates, earlier: before.map(\.settings))
  }
}

extension CandidateOptions {
  func parsed() throws -> [[ParameterSetting]] {
    try values.map { [try Self.setting($0, "--set")] }
      + candidates.map { text in
        try text.split(separator: ",", omittingEmptySubsequences: false).map {
          try Self.setting(String($0), "--candidate")
        }
      }
  }

  private static func setting(_ text: String, _ option: String) throws -> ParameterSetting {
    let (parameter, value) = try assignment(text, option: option)
    return ParameterSetting(parameter, value)
  }
}
