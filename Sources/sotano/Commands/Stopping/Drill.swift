import ArgumentParser
import Domain
import Foundation
import Safety
import Stack

/// Rehearses the emergency stop.
struct Drill: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Rehearse the emergency stop, again and again, and measure how long it takes.",
    discussion: """
      Each rehearsal waits for an open position, stops by the chosen path, listens until the trader says that it has \
      verified flat, looks into the venue's own log for an order that should not be there, and re-arms.

        sotano drill --count 100 --path both             # on a paper stack of its own, taken down afterwards
        sotano drill --path command --load 10000         # with 10,000 events a second on the bus
        sotano drill --given-up --count 250              # the trader cannot live; until what only stops is flat
        sotano drill --dir DIRECTORY --yes               # on a stack that runs: its positions ARE closed

      Times are milliseconds from the stop being asked for: refused, when no further order can pass (by command the \
      trader's acknowledgement, by latch the return of the call that put the file there); state, when the bus carries \
      the stop; flat, when the venue has twice shown nothing open.

      Ends with 65 where an order came after a stop or a rehearsal did not end flat.
      """)

  @Option(
    name: .long, help: ArgumentHelp("A running stack's state directory (default: an own one).", valueName: "directory"))
  var dir: String?
  @Option(help: ArgumentHelp("How many rehearsals.", valueName: "number")) var count = 1
  @Option(help: ArgumentHelp("The way of the stop: command, latch or both.", valueName: "path")) var path = DrillPath
    .both
  @Option(
    help: ArgumentHelp("Events a second on the bus meanwhile; 0 for a quiet one. Own stack only.", valueName: "number"))
  var load = 0
  @Option(help: ArgumentHelp("Which synthetic market. Own stack only.", valueName: "number")) var seed: UInt64 = 1
  @Flag(help: "Yes, close the positions of the running stack that --dir names.") var yes = false
  @Flag(help: "Make the trader unable to live instead, and measure until what only stops is flat. Own stack only.")
  var givenUp = false
  @Flag(help: "Print JSON.") var json = false

  func validate() throws {
    guard (1...1_000_000).contains(count) else { throw ValidationError("--count is a number from 1 to 1000000.") }
    guard (0...100_000).contains(load) else { throw ValidationError("--load is a number from 0 to 100000.") }
    guard dir == nil || load == 0 else { throw ValidationError("--load is for an own stack; leave out --dir.") }
    guard !givenUp || (dir == nil && load == 0) else {
      throw ValidationError("--given-up is for an own, quiet stack; leave out --dir and --load.")
    }
    guard dir != nil || !yes else { throw ValidationError("--yes is for a stack that runs; name it with --dir.") }
  }

  /// Rehearses the stop that outlives the trader.
  private func runGivenUp() async throws {
    let report = try await DrillStack.with(load: 0, seed: seed) { stack in
      let drill = try GivenUpDrill(stack)
      var report = GivenUpReport()
      var progress = ProgressLine()
      defer { progress.finish() }
      for number in 1...count {
        report.add(try await drill.rehearse())
        progress.show("\(number) of \(count) rehearsals")
      }
      return report
    }
    if json { try say(json: report) } else { say(report.text) }
    guard report.leftOpen == 0, report.late == 0 else {
      throw Failure(
        .dataError, "the stop did not hold: \(report.leftOpen) positions left, \(report.late) rehearsals flat too late")
    }
  }

  func run() async throws {
    if givenUp { return try await runGivenUp() }
    let report: DrillReport
    if let dir {
      guard yes else {
        throw Failure(
          .usage,
          "a drill closes every open position of the stack in \(dir) and stops its trading for a moment; say so with --yes"
        )
      }
      let state = try StateOptions.parse(["--dir", dir])
      guard RoleLock.owner(of: .trader, in: try state.directory()) != nil else {
        throw Failure(
          .unavailable,
          "the trader in \(try state.directory().path) does not run, so there is nothing to rehearse on; "
            + "`sotano up --dir \(shellWord(try state.directory().path))` starts it")
      }
      report = try await rehearse(state.directory(), bot: state.manifest().settings.bot)
    } else {
      report = try await DrillStack.with(load: load, seed: seed) { stack in
        try await rehearse(stack.directory, bot: stack.manifest.settings.bot)
      }
    }
    if json { try say(json: report) } else { say(report.text) }
    guard report.ordersAfterStop == 0, report.count == count else {
      throw Failure(
        .dataError,
        "the stop did not hold: \(report.ordersAfterStop) orders after it, \(count - report.count) rehearsals not flat")
    }
  }

  private func rehearse(_ directory: StateDirectory, bot: String) async throws -> DrillReport {
    let session = try DrillSession(StackClient(directory: directory, bot: bot), path: path)
    var progress = ProgressLine()
    defer { progress.finish() }
    var report = DrillReport(path: path, load: load)
    let begin = MonotonicTime.now.nanoseconds
    for number in 1...count {
      try report.add(session.rehearse(number))
      progress.show("\(number) of \(count) rehearsals")
    }
    report.finish(events: session.events, nanoseconds: MonotonicTime.now.nanoseconds - begin)
    return report
  }
}

/// By which way a rehearsed stop goes.
enum DrillPath: String, CaseIterable, ExpressibleByArgument, Codable {
  case command
  case latch
  /// The latch, then the command, as `sotano halt` does it.
  case both
}
