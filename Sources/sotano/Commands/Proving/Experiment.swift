import ArgumentParser

/// Experiments, as a person runs them.
struct ExperimentCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "experiment",
    abstract: "Prove that other parameters are better before they are used.",
    discussion: """
      An experiment compares up to four candidates with the configuration in force on the same quotes, at an error \
      rate that was fixed beforehand. It goes through four stages: replay of the stored quotes, shadows beside the \
      live bot, a live ramp in which incumbent and candidate take turns, and full live with the incumbent kept as a \
      shadow. Each of them may end it; none of them can be peeked at too often. One experiment runs at a time, the \
      others wait in order of priority.

        sotano experiment plan --set gridSpacing=26 --data EURUSD_M1_2022.csv.gz
        sotano experiment start --set gridSpacing=26 --hypothesis "fewer, better trades" --by Ana
        sotano experiment show 1 --svg 1.svg
      """,
    subcommands: [
      ExperimentStart.self, ExperimentList.self, ExperimentShow.self, ExperimentStop.self, ExperimentPlanning.self,
    ])
}

/// The candidates of an experiment, as a person writes them.
struct CandidateOptions: ParsableArguments {
  @Option(
    name: .customLong("set"), parsing: .singleValue,
    help: ArgumentHelp("A candidate that differs in one parameter; may be given again.", valueName: "param=value"))
  var values: [String] = []

  @Option(
    name: .customLong("candidate"), parsing: .singleValue,
    help: ArgumentHelp(
      "A candidate that differs in several; may be given again.", valueName: "param=value,param=value"))
  var candidates: [String] = []

  func validate() throws {
    guard (1...4).contains(values.count + candidates.count) else {
      throw ValidationError("An experiment has 1 to 4 candidates; name each with --set or --candidate.")
    }
  }
}
