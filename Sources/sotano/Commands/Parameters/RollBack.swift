import ArgumentParser
import Domain
import Safety

/// Takes a change back.
struct RollBack: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "rollback",
    abstract: "Take one change back, or go back to the approved configuration.",
    discussion: """
      A rollback waits for no cooldown. One that lowers the risk happens at once; one that raises it goes back in steps.

        sotano rollback 7 --by Ana --reason "not in this market"
        sotano rollback --approved --by Ana --reason "start over"
      """)

  @OptionGroup var state: StateOptions
  @OptionGroup var person: PersonOptions
  @Argument(help: "The change's number, as `sotano changes` lists it.") var change: Int64?
  @Flag(help: "Go back to the configuration that a person approved last.") var approved = false
  @Flag(help: "Print JSON.") var json = false

  func validate() throws {
    guard (change != nil) != approved else {
      throw ValidationError("Name either one change or --approved; `sotano changes` lists the changes.")
    }
    if let change, change < 1 { throw ValidationError("A change's number is 1 or more, not \(change).") }
  }

  func run() throws {
    let isDone = try StackClient(state).carryOut(
      .rollBack(change: change.map { ChangeID($0) }, reason: person.reason), by: person.name,
      timeout: person.milliseconds)
    let what = change.map { "change \($0) is taken back" } ?? "the configuration goes back to the approved one"
    try RequestOutcome(done: isDone, text: "accepted: \(what); `sotano changes` shows how far it is").say(json: json)
  }
}

/// Makes the present configuration the one from which drift is measured.
struct Approve: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Approve the present configuration: drift counts from here.",
    discussion: """
      No parameter may drift further than 30 % from the configuration that a person approved last. Approving changes \
      no parameter, and nothing that you have not seen moves it afterwards: every plan that is on its way ends, but for \
      those that lower the risk. `sotano params` shows both configurations and what is to come.
      """)

  @OptionGroup var state: StateOptions
  @OptionGroup var person: PersonOptions
  @Flag(help: "Print JSON.") var json = false

  func run() throws {
    let client = try StackClient(state)
    let before = Self.applied(client.directory)
    let events = try? JournalledEvents(.optimizer, in: client.directory)
    let (plans, records) = ((try? events?.plans()) ?? [], latestRecords((try? events?.changes()) ?? []))
    let isDone = try client.carryOut(
      .approve(reason: person.reason), by: person.name, timeout: person.milliseconds)
    let what = ApprovalText(before: before?.approved, now: Self.applied(client.directory)?.configuration)
    try RequestOutcome(done: isDone, text: what.text(plans, running: records)).say(json: json)
  }

  /// The configuration in force; `nil` where it cannot be read.
  private static func applied(_ directory: StateDirectory) -> ConfigurationApplied? {
    let events = try? JournalledEvents(.trader, in: directory).all(kind: "configurationApplied")
    guard case .configurationApplied(let applied) = events?.last?.event else { return nil }
    return applied
  }
}
