import ArgumentParser
import Domain
import Foundation
import Journal
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

      Ends with 0 only where the trader has confirmed the level, and for halted that nothing is open. Ends with 75 where \
      the stop stands and that is not so within --timeout, also when the trader does not run: positions may be open. \
      Ends with 74 or 77 where neither way worked, and with 66 where there is no stack.
      """)

  @OptionGroup var state: StateOptions
  @Option(help: ArgumentHelp("Why, for the record.", valueName: "text")) var reason = Halt.noReason
  @Option(help: ArgumentHelp("Your name, for the record (default: the login name).", valueName: "name"))
  var by: String?
  @Option(help: ArgumentHelp("How far to stop: frozen, reducing or halted.", valueName: "level"))
  var level = "halted"
  @Option(help: ArgumentHelp("How long to wait until it is verified, in seconds.", valueName: "seconds"))
  var timeout: Double = 10
  @Flag(help: "Print JSON.") var json = false

  static let noReason = "no reason given"

  func validate() throws {
    try checkTimeout(timeout)
    guard let level = SafetyLevel(named: level), level > .active else {
      let nearest = Self.levels.min { Self.distance($0, level) < Self.distance($1, level) } ?? "halted"
      throw ValidationError(
        "--level is frozen, reducing or halted, not '\(level.shown())'; did you mean --level \(nearest)?")
    }
  }

  private static let levels = ["halted", "reducing", "frozen"]

  /// Letters to put in, take out or replace (Levenshtein); of what is longer than any level only the beginning counts.
  private static func distance(_ one: String, _ other: String) -> Int {
    let (one, other) = (Array(one), Array(other.lowercased().prefix(20)))
    var row = Array(0...other.count)
    for (i, letter) in one.enumerated() {
      var next = [i + 1]
      for (j, another) in other.enumerated() {
        next.append(min(row[j] + (letter == another ? 0 : 1), row[j + 1] + 1, next[j] + 1))
      }
      row = next
    }
    return row[other.count]
  }

  func run() async throws {
    let directory = try state.directory()
    try Self.checkOwner(directory)
    try Self.checkPlace(directory)
    let trip = Trip(
      id: "operator-\(wallClockMilliseconds())-\(getpid())", level: SafetyLevel(named: level) ?? .halted,
      reason: said(reason) ?? Self.noReason, source: said(by) ?? NSUserName(), time: wallClockMilliseconds()
    ).bounded
    var answer = StopAnswer(trip, directory)
    answer.note(latch: Self.latch(trip, directory))
    // A run that cannot be read must not keep the latch from being written, so it is read afterwards.
    let client = Result { try StackClient(state) }
    answer.note(socket: client.flatMap { client in Self.send(trip, client) })
    guard answer.latch || answer.socket else {
      throw Failure(
        .ioError,
        "NOT STOPPED: \(answer.problems.joined(separator: "; ")). Run touch \(shellWord(directory.latch + "/stop")), or "
          + "end the trader (`sotano down`) and close the positions at the venue")
    }
    answer.traderRuns = RoleLock.owner(of: .trader, in: directory) != nil
    if case .success(let client) = client { await verify(trip, client, &answer) }
    if !answer.verified, answer.report == nil { answer.venue = VenueGlance(directory) }
    try report(answer)
  }

  private func said(_ text: String?) -> String? {
    text.flatMap { $0.contains { !$0.isWhitespace } ? $0 : nil }
  }

  /// - Throws: `Failure` where there is nothing to stop, or where this user cannot stop it.
  private static func checkOwner(_ directory: StateDirectory) throws {
    switch DirectoryAccess(directory) {
    case .own: return
    case .foreign(let owner):
      throw notPermitted(directory, "it belongs to user \(owner). Run as that user: sudo -u \(owner) ")
    case .closed: throw notPermitted(directory, "this user may not look into it. Run as its owner: ")
    case .missing:
      throw Failure(
        .noInput,
        "NOT STOPPED: there is no stack in \(directory.path); name its directory: sotano halt --dir DIRECTORY")
    }
  }

  /// Most likely another directory is meant. A stop there would stop nothing, and must not look like one.
  private static func checkPlace(_ directory: StateDirectory) throws {
    guard access(directory.latch, F_OK) != 0, RoleLock.owner(of: .trader, in: directory) == nil,
      !VenueGlance(directory).hasRun
    else { return }
    throw Failure(
      .noInput,
      "NOT STOPPED: nothing has ever run in \(directory.path); name the directory of the stack that you mean: "
        + "sotano halt --dir DIRECTORY")
  }

  private static func notPermitted(_ directory: StateDirectory, _ why: String) -> Failure {
    Failure(
      .noPermission,
      "NOT STOPPED: \(directory.path) cannot be stopped by user \(NSUserName()): \(why)"
        + "sotano halt --dir \(shellWord(directory.path))")
  }

  private static func latch(_ trip: Trip, _ directory: StateDirectory) -> Result<LatchRecord, any Error> {
    Result {
      // Whatever else is wrong with the directory must not prevent a stop.
      do { try directory.prepare() } catch { guard access(directory.latch, W_OK) == 0 else { throw error } }
      return try directory.latchWithReserve.record(trip)
    }
  }

  private static func send(_ trip: Trip, _ client: StackClient) -> Result<Void, any Error> {
    Result {
      switch try client.ask(.trader, .command(.stop(trip)), at: .stop, timeout: 2000) {
      case .done, .received: return
      case .refused(let refusal): throw Failure(refusal)
      case .error(let text): throw Failure(.software, text)
      case .snapshot, .range, .status, .trips: throw Failure(.protocolError, "the trader answered something else")
      }
    }
  }

  /// A trader that does not run may restart at once, stop-only or not; after this nobody starts it.
  private static let restartTakes: Int64 = 3_000

  /// Waits until the trader says that it has done what the level demands.
  private func verify(_ trip: Trip, _ client: StackClient, _ answer: inout StopAnswer) async {
    let end = MonotonicTime.now.milliseconds + Int64(timeout * 1000)
    var missingSince: Int64?
    repeat {
      let now = MonotonicTime.now.milliseconds
      answer.traderRuns = RoleLock.owner(of: .trader, in: client.directory) != nil
      missingSince = answer.traderRuns ? nil : missingSince ?? now
      if let report = answer.traderRuns ? client.safety() : nil {
        answer.note(report)
        if answer.verified { return }
      } else {
        answer.report = nil
      }
      if let missingSince, now - missingSince > Self.restartTakes { return }
      try? await Task.sleep(for: .milliseconds(50))
    } while MonotonicTime.now.milliseconds < end
  }

  private func report(_ answer: StopAnswer) throws {
    if json { try say(json: answer) } else { say(answer.text) }
    guard !answer.verified else { return }
    guard !answer.hasNothingToStop else {
      throw Failure(
        .noInput,
        "nothing has ever run in \(answer.place): name the directory of the stack that you mean with --dir")
    }
    throw Failure(.temporaryFailure, answer.warning)
  }
}
