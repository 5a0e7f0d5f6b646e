import ArgumentParser
import Domain

/// Lets the bot trade again after a stop.
struct Rearm: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Take one stop back: a named person says that the bot may trade again.",
    discussion: """
      Every stop is a trip with an id; `sotano status` lists those in force, and the bot stays at the highest level of \
      them. From halted it is refused until the venue has shown twice that nothing is open. Only the trader takes \
      trips away, so it must run.

        sotano rearm --trip operator-1769000000000-4711 --by Ana --reason "feed is back"
      """)

  @OptionGroup var state: StateOptions
  @OptionGroup var person: PersonOptions
  @Option(help: ArgumentHelp("The trip to take back.", valueName: "id")) var trip: String
  @Flag(help: "Print JSON.") var json = false

  struct Answer: Encodable {
    var rearmed: String
    var level: String?
    var trips: [String]
  }

  func run() throws {
    let client = try StackClient(state)
    _ = try client.carryOut(
      .rearm(trip: trip, reason: person.reason), by: person.name, timeout: person.milliseconds)
    let safety = client.safety()
    let left = safety?.trips.map(\.id) ?? []
    if json { return try say(json: Answer(rearmed: trip, level: safety?.level.name, trips: left)) }
    say("re-armed: \(trip) is taken back" + (safety.map { "; the bot is \($0.level.name)" } ?? ""))
    if !left.isEmpty { say("still in force: \(left.joined(separator: ", "))") }
  }
}
