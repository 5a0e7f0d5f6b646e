import ArgumentParser
import Domain
import Foundation
import Runtime
import Safety
import Wire

/// Stops trading, by both ways that there are.
struct Halt: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Stop trading now: refuse new orders, cancel, flatten, verify.",
    discussion: """
      Takes two ways at once that do not need each other: a file in the latch directory, which the trader looks at \
      before every order, and a word on the trader's stop socket. One that works is enough. The stop survives any \
      restart; `sotano rearm` takes it back. Where not even this program runs: touch DIRECTORY/latch/stop

      Levels: frozen (no parameter changes), reducing (no new trades, open ones run to their stops and targets), halted \
      (orders cancelled, positions closed, and the venue asked until it has shown twice that nothing is open).

      Ends with 75 where the stop stands but is not verified within --timeout, with 74 where neither way worked.
      """)

  @OptionGroup var state: StateOptions
  @Option(help: ArgumentHelp("Why, for the record.", valueName: "text")) var reason: String
  @Option(help: ArgumentHelp("Your name, for the record (default: the login name).", valueName: "name"))
  var by: String?
  @Option(help: ArgumentHelp("How far to stop: frozen, reducing or halted.", valueName: "level"))
  var level = "halted"
  @Option(help: ArgumentHelp("How long to wait until it is verified, in seconds.", valueName: "seconds"))
  var timeout: Double = 10
  @Flag(help: "Print JSON.") var json = false

  func validate() throws {
    try checkText(reason, "--reason")
    try checkTimeout(timeout)
    guard let level = SafetyLevel(named: level), level > .active else {
      throw ValidationError("--level is frozen, reducing or halted, not '\(level)'.")
    }
  }

  func run() async throws {
    let directory = try state.directory()
    guard FileManager.default.fileExists(atPath: directory.path) else {
      throw Failure(.noInput, "there is no stack in \(directory.path); name its directory with --dir")
    }
    let trip = Trip(
      id: "operator-\(wallMilliseconds())-\(getpid())", level: SafetyLevel(named: level) ?? .halted, reason: reason,
      source: by ?? NSUserName(), time: wallMilliseconds())
    var answer = StopAnswer(trip: trip.id, level: trip.level.name)
    answer.note(latch: Self.latch(trip, directory))
    // A run that cannot be read must not keep the latch from being written, so it is read afterwards.
    let client = Result { try StackClient(state) }
    answer.note(socket: client.flatMap { client in Self.send(trip, client) })
    guard answer.latch || answer.socket else {
      throw Failure(
        .ioError,
        "NOT STOPPED: \(answer.problems.joined(separator: "; ")). Run touch \(directory.latch)/stop, or end "
          + "the trader (`sotano down`) and close the positions at the venue")
    }
    answer.traderRuns = RoleLock.owner(of: .trader, in: directory) != nil
    if case .success(let client) = client { await verify(trip, client, &answer) }
    try report(answer)
  }

  private static func latch(_ trip: Trip, _ directory: StateDirectory) -> Result<Void, any Error> {
    Result {
      try directory.prepare()
      try directory.latchWithReserve.record(trip)
    }
  }

  private static func send(_ trip: Trip, _ client: StackClient) -> Result<Void, any Error> {
    Result {
      switch try client.ask(.trader, .command(.stop(trip)), at: .stop, timeout: 2000) {
      case .done, .received: return
      case .refused(let refusal): throw Failure(refusal)
      case .error(let text): throw Failure(.software, text)
      case .snapshot, .range, .status: throw Failure(.protocolError, "the trader answered something else")
      }
    }
  }

  /// Waits until the trader says that it has done what the level demands.
  private func verify(_ trip: Trip, _ client: StackClient, _ answer: inout StopAnswer) async {
    let end = MonotonicClock.milliseconds() + Int64(timeout * 1000)
    repeat {
      if let report = client.safety() {
        answer.note(report, of: trip)
        if answer.verified { return }
      } else if RoleLock.owner(of: .trader, in: client.directory) == nil {
        return answer.traderRuns = false
      }
      try? await Task.sleep(for: .milliseconds(50))
    } while MonotonicClock.milliseconds() < end
  }

  private func report(_ answer: StopAnswer) throws {
    if json { try say(json: answer) } else { say(answer.text) }
    guard answer.verified || !answer.traderRuns else {
      throw Failure(
        .temporaryFailure,
        "the stop stands but is not verified yet: look again with `sotano status`, and look at the "
          + "venue yourself")
    }
  }
}

/// What came of a stop.
struct StopAnswer: Encodable {
  var trip: String
  var level: String
  /// Whether each of the two ways worked.
  var latch = false
  var socket = false
  var traderRuns = true
  var verified = false
  var flatness = "unknown"
  /// Trades that the venue still shows.
  var open: [Int64] = []
  var problems: [String] = []

  init(trip: String, level: String) {
    self.trip = trip
    self.level = level
  }

  mutating func note(latch result: Result<Void, any Error>) {
    switch result {
    case .success: latch = true
    case .failure(let error): problems.append("latch: \(error)")
    }
  }

  mutating func note(socket result: Result<Void, any Error>) {
    switch result {
    case .success: socket = true
    case .failure(let error as CallError): problems.append("stop socket: \(Failure(error))")
    case .failure(let error): problems.append("stop socket: \(error)")
    }
  }

  mutating func note(_ report: SafetyReport, of trip: Trip) {
    guard report.trips.contains(where: { $0.id == trip.id }), report.level >= trip.level else { return }
    flatness = report.flatness.word
    switch report.flatness {
    case .notRequired: verified = trip.level < .halted
    case .verifying: verified = trip.level < .halted
    case .verifiedFlat: verified = true
    case .notFlat(let trades, _):
      open = trades.map(\.number)
      verified = trip.level < .halted
    }
  }

  var text: String {
    var ways: [String] = []
    if latch { ways.append("latch file") }
    if socket { ways.append("stop socket") }
    var lines = ["\(level) by \(ways.joined(separator: " and ")); trip \(trip)"]
    lines += problems.map { "  \($0)" }
    if !traderRuns {
      lines.append("the trader does not run, so no order is sent; it will be \(level) when it starts")
    } else {
      lines.append(open.isEmpty ? flatness : "\(flatness): trades \(open.map(String.init).joined(separator: ", "))")
    }
    lines.append("take it back with: sotano rearm --trip \(trip) --by NAME --reason TEXT")
    return lines.joined(separator: "\n")
  }
}

extension Flatness {
  /// One word, or two, for a person.
  var word: String {
    switch self {
    case .notRequired: "flatness not required"
    case .verifying: "closing, not verified yet"
    case .verifiedFlat: "verified flat"
    case .notFlat(_, unreachable: true): "NOT FLAT, the venue does not answer"
    case .notFlat(_, unreachable: false): "NOT FLAT"
    }
  }
}
