import ArgumentParser
import Domain

/// Gives up what is still to come of a change.
struct Cancel: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Give up the steps that are still to come of a change.",
    discussion: """
      `sotano params` and `sotano changes` show what is to come: later steps of a plan, the way back after a reduction of \
      risk, a rollback that goes up in steps. What has been sent or applied is not undone: `sotano rollback` does that.

        sotano cancel 7 --by Ana --reason "22 is enough"

      Exit codes: 64 nothing of the change is still to come, 65 there is no such change.
      """)

  @OptionGroup var state: StateOptions
  @OptionGroup var person: PersonOptions
  @Argument(help: "The number that `sotano params` or `sotano changes` gives the plan.") var change: Int64
  @Flag(help: "Print JSON.") var json = false

  func validate() throws {
    guard change >= 1 else { throw ValidationError("A change has a number from 1; `sotano changes` lists them.") }
  }

  func run() throws {
    let isDone = try StackClient(state).carryOut(
      .cancelChange(ChangeID(change), reason: person.reason), by: person.name, timeout: person.milliseconds)
    try RequestOutcome(done: isDone, text: "cancelled: nothing more of change \(change) is to come").say(json: json)
  }
}
