import ArgumentParser
import Domain
import Foundation
import RealTimeMonitor
import Safety
import Stack
import Wire

/// Lets the bot trade again after a stop.
struct Rearm: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Take one stop back, or all: a named person says that the bot may trade again.",
    discussion: """
      Every stop is a trip with an id; `sotano status` lists those in force, and the bot stays at the highest level of \
      them. From halted it is refused until the venue has shown twice that nothing is open. Only the trader takes \
      trips away, so it must run. --all takes back one after the other, the highest last. A file in the latch that is \
      no whole trip is taken back like any other, by its id or its name.

        sotano rearm --trip operator-1769000000000-4711 --by Ana --reason "feed is back"
        sotano rearm --all --by Ana --reason "the guard went mad"

      Ends with 75 where a stop came back at once: something asks for it again and again, or its file cannot be moved; \
      with --all also where another came meanwhile.
      """)

  @OptionGroup var state: StateOptions
  @OptionGroup var person: PersonOptions
  @Option(help: ArgumentHelp("The trip to take back; may be given more than once.", valueName: "id"))
  var trip: [String] = []
  @Flag(help: "Take back every trip that is in force.") var all = false
  @Flag(help: "Print JSON.") var json = false

  struct Answer: Encodable {
    /// The trip that was named; the last one of several.
    var rearmed: String?
    var all: [String] = []
    /// Trips that were taken back and are in force again.
    var back: [String] = []
    var level: String?
    var trips: [String] = []
    /// Hard limits that are over their thresholds all the same, in words.
    var limits: [String] = []
  }

  func validate() throws {
    guard all || !trip.isEmpty else { throw ValidationError("--trip names the stop to take back, --all means all.") }
    guard !all || trip.isEmpty else { throw ValidationError("--all takes back every trip; leave out --trip or --all.") }
  }

  func run() async throws {
    let client = try StackClient(state)
    var answer = Answer()
    if all {
      try takeAllBack(client, &answer)
    } else {
      for trip in trip { try takeBack(trip, client, &answer) }
    }
    // The trader looks at the latch every 10 ms: whatever could not be archived stops again.
    try await Task.sleep(for: .milliseconds(100))
    let safety = client.safety()
    answer.rearmed = answer.all.last
    answer.level = safety?.level.name
    answer.trips = safety?.trips.map(\.id) ?? []
    answer.back = answer.all.filter(Set(answer.trips).contains)
    answer.limits = Self.standingLimits(client)
    if json { try say(json: answer) } else { tellRest(answer, try? state.manifest().settings.monitor) }
    guard answer.back.isEmpty else {
      throw Failure(
        .temporaryFailure,
        "back in force: \(list(answer.back)). Somebody asks for it again, or its file in "
          + "\(client.directory.latch) cannot be moved: look there and call again")
    }
    guard !all || answer.trips.isEmpty else {
      throw Failure(
        .temporaryFailure, "still in force: \(list(answer.trips)). They came meanwhile: look who stops, and call again")
    }
  }

  /// One after the other, the highest last, and again for those that came meanwhile or that others stood for.
  private func takeAllBack(_ client: StackClient, _ answer: inout Answer) throws {
    var done: Set<String> = []
    for _ in 0..<5 {
      guard let report = client.safety(timeout: 2_000) else { throw Self.noAnswer(client) }
      let left = report.trips.filter { !done.contains($0.id) }.sorted { ($0.level, $0.time) < ($1.level, $1.time) }
      guard !left.isEmpty else { break }
      for trip in left {
        done.insert(trip.id)
        switch try ask(trip.id, client) {
        case nil: note(trip.id, trip, &answer)
        case .unknownTrip: break
        case .some(let refusal): throw Self.failure(refusal, trip.id, report, client)
        }
      }
    }
    if done.isEmpty, !json { say("no stop is in force") }
  }

  private func takeBack(_ named: String, _ client: StackClient, _ answer: inout Answer) throws {
    let report = client.safety(timeout: 2_000)
    let id = Self.id(named, report)
    guard Trip.isID(id) else { throw Self.failure(.unknownTrip(id), id, report, client) }
    if let refusal = try ask(id, client) { throw Self.failure(refusal, id, report, client) }
    note(id, report?.trips.first { $0.id == id }, &answer)
  }

  /// A file of the latch may be named as it is called.
  private static func id(_ named: String, _ report: SafetyReport?) -> String {
    let foreign = Latch.foreignID(ofFile: named)
    let isInForce = { (id: String) in report?.trips.contains { $0.id == id } ?? false }
    return !isInForce(named) && (isInForce(foreign) || !Trip.isID(named)) ? foreign : named
  }

  private func note(_ id: String, _ trip: Trip?, _ answer: inout Answer) {
    answer.all.append(id)
    let what = trip.map { " (\($0.level.name) by \($0.source.shown()), \($0.reason.shown()))" } ?? ""
    if !json { say("re-armed: \(id) is taken back\(what)") }
  }

  /// What the monitor has found and no re-arm fixes; empty where it does not answer.
  private static func standingLimits(_ client: StackClient) -> [String] {
    client.latest(of: .monitor).compactMap { envelope in
      guard case .event(.alert(let alert)) = envelope.payload, alert.phase == .raised, alert.kind.family == .hardLimit
      else { return nil }
      return "\(alert.kind.rawValue): \(alert.text)"
    }
  }

  private func tellRest(_ answer: Answer, _ settings: MonitorSettings?) {
    if let level = answer.level { say("the bot is \(level)") }
    if !answer.trips.isEmpty { say("still in force: \(list(answer.trips))") }
    for limit in answer.limits {
      let growth = settings.map { " by \($0.limits.rearmMarginPercent.formatted(0)) %" } ?? ""
      say("warning: \(limit) stands. Where it has asked for a stop, it asks again once it has grown\(growth)")
    }
  }

  private func list(_ ids: [String]) -> String {
    ids.prefix(20).joined(separator: ", ") + (ids.count > 20 ? " and \(ids.count - 20) more" : "")
  }

  // MARK: Asking

  /// - Returns: why it was refused; `nil` where it is done.
  private func ask(_ trip: String, _ client: StackClient) throws -> Refusal? {
    do throws(CallError) {
      let command = Command.rearm(trip: trip, reason: person.reason)
      switch try client.ask(.trader, .command(command), by: person.name, timeout: person.milliseconds) {
      case .done, .received: return nil
      case .refused(let refusal): return refusal
      case .error(let text): throw .other("the trader could not answer: \(text)")
      case .snapshot, .range, .status, .trips: throw .other("the trader answered something else")
      }
    } catch {
      if case .notThere = error { throw Self.noAnswer(client) }
      throw Failure(error)
    }
  }

  private static func noAnswer(_ client: StackClient) -> Failure {
    Failure(
      .unavailable,
      "the trader does not answer, and only it takes stops away: they stay. Start it with "
        + "`sotano up --dir \(shellWord(client.directory.path))` and call again")
  }

  private static func failure(
    _ refusal: Refusal, _ id: String, _ report: SafetyReport?, _ client: StackClient
  ) -> Failure {
    var failure = Failure(refusal)
    switch refusal {
    case .notVerifiedFlat:
      failure.description += ". \(id) stays, and so does every other stop while the bot is halted"
      if case .notFlat(_, unreachable: true, _)? = report?.flatness {
        failure.description += "; the venue does not answer: look at it yourself, then call again"
      } else if case .notFlat(let open, _, _)? = report?.flatness {
        let trades = open.prefix(20).map(\.description).joined(separator: ", ")
        failure.description += "; still open: \(trades). Close them at the venue, then call again"
      }
    case .unknownTrip:
      let ids = report?.trips.suffix(20).map(\.id) ?? []
      failure.description +=
        ids.isEmpty ? "; no stop is in force" : "; in force are \(ids.joined(separator: ", ")), --all takes back all"
    default: break
    }
    return failure
  }
}
