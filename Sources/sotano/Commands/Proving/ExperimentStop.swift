import ArgumentParser
import Domain

/// Ends an experiment before its time.
struct ExperimentStop: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "stop",
    abstract: "End an experiment, whether it runs or waits.",
    discussion: """
      A candidate that is live is taken back by the optimizer, at once where that lowers the risk and else in steps. \
      The experiment's level is used up all the same: it was looked at.

        sotano experiment stop 3 --by Ana --reason "the data was wrong"
      """)

  @OptionGroup var state: StateOptions
  @OptionGroup var person: PersonOptions
  @Argument(help: "The experiment's number, as `sotano experiment list` has it.") var experiment: Int64
  @Flag(help: "Print JSON.") var json = false

  func validate() throws {
    guard experiment >= 1 else { throw ValidationError("An experiment's number is 1 or more, not \(experiment).") }
  }

  func run() throws {
    let isDone = try StackClient(state).carryOut(
      .cancelExperiment(ExperimentID(experiment), reason: "\(person.name): \(person.reason)"), by: person.name,
      timeout: person.milliseconds)
    try RequestOutcome(done: isDone, text: "experiment \(experiment) is cancelled").say(json: json)
  }
}
