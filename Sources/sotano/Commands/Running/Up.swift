import ArgumentParser
import Domain
import Foundation
import GridTrading
import Runtime
import Safety
import Stack
import StopOnly

/// Starts a stack.
struct Up: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Start the stack on recorded or synthetic quotes, or go on with an earlier run.",
    discussion: """
      Without --data the market is synthetic and says so everywhere; the account is a paper account in any case. Quotes \
      come from files of ticks or bars: MetaTrader, HistData and Dukascopy exports and plain CSV, also gzip; the form is \
      recognised.

        sotano up --data EURUSD_2022.csv.gz --pace max --wait   # a year, as fast as the processes can follow
        sotano up --pace 60 --watch                             # a synthetic market, an hour a minute, to look at
        sotano up --config sotano.yaml --check-config           # what would be in force

      The state directory remembers the run: a call without options that describe a run (--data to --plant), or with \
      the same, goes on where the last one ended, also after a crash. Rows may have been added to its files, and these may \
      have been moved: they are known again by what has been traded of them. Where that has changed the call ends with 65 \
      and names the place. A call with something else is refused with 75; --fresh puts the earlier run away, but never a \
      stop that holds, and not \
      while positions are open: it names them and ends with 75. `sotano up` as before and `sotano halt` close them, \
      --abandon puts the run away all the same. Two calls at once are safe: the second waits and joins. The \
      processes go on when this command ends, whatever ends it, except after --wait; `sotano down` stops them.

      A trader that was given up only stops: it closes what is open, as --flatten says, and takes no orders. This \
      command ends that, after a check that the trader could live; else it is refused with the reason and nothing changes.

      Exit codes: 64 a wrong call, 65 data that cannot be read or is not what was traded, or a journal \
      that is not what it was, 66 a missing file, 69 a process that does not come up, \
      75 another run is in the way, 78 a wrong configuration.
      """)

  @OptionGroup var state: StateOptions
  @OptionGroup var options: RunOptions

  @Option(
    help: ArgumentHelp(
      "Who keeps the processes: s6, systemd or none (default: as the directory was started, else s6).",
      valueName: "name"))
  var supervisor: SupervisorKind?

  @Option(
    help: ArgumentHelp(
      "What is closed where the trader cannot live any more: always (everything at once) or halted (everything once a "
        + "stop says so; only where stops lie at the venue) (default: as the directory was started, else always).",
      valueName: "policy"))
  var flatten: FlattenPolicy?

  @Flag(help: "Print the configuration in force as YAML and start nothing.") var checkConfig = false
  @Flag(help: "Wait until the data ends, stop the stack and print a summary.") var wait = false
  @Flag(help: "Show the live status until Ctrl-C, which leaves the stack running.") var watch = false
  @Flag(help: "Put an earlier run away, to archive/TIME in the state directory.") var fresh = false
  @Flag(help: "With --fresh: put it away although positions are open, which nobody looks after then.") var abandon =
    false
  @Flag(help: "Print the summary of --wait as JSON.") var json = false

  func validate() throws {
    if wait, watch { throw ValidationError("--wait and --watch do not go together; choose one.") }
    if abandon, !fresh { throw ValidationError("--abandon is for --fresh, which puts a run away.") }
    if json, !wait { throw ValidationError("--json is for the summary that --wait prints.") }
  }

  func run() async throws {
    let planned = try options.plan().result()
    if checkConfig { return say(Self.inForce(planned.manifest, planned.settings)) }
    let manifest: RunManifest
    if let stored = try storedRun() {
      manifest = stored
      tell("going on with the run that the directory has: data \(stored.feed.text), pace \(stored.pace.text)")
    } else {
      manifest = planned.manifest
      for notice in planned.notices { tell("note: \(notice)") }
    }
    if wait, manifest.feed.isEndless {
      throw Failure(.usage, "--wait would wait for ever: the synthetic market has no end without --minutes")
    }
    let directory = try state.directory()
    Signals.install()
    let launch = try Launch(directory, manifest, supervisor: supervisor, flatten: flatten)
    do {
      try checkData(manifest)
    } catch let failure as Failure {
      throw try await launch.resumeStopOnly(or: failure)
    }
    let begin = ContinuousClock.now
    try await launch.start(fresh: fresh, abandon: abandon)
    if wait { return try await Waiting(launch: launch, json: json).run(since: begin) }
    if watch { return try await Watching(directory: directory).run() }
  }

  /// The run that the directory has, where this call describes none.
  private func storedRun() throws -> RunManifest? {
    guard !options.areGiven, !fresh, var stored = EarlierRun(try state.directory()).manifest else { return nil }
    // A run of another build is refused by its own name.
    stored.build = Build.identity
    if case .files(let paths, _, _) = stored.feed {
      for path in paths where !FileManager.default.isReadableFile(atPath: path) {
        throw Failure(.noInput, "\(path), which the run is about, is missing or you may not read it; put it back")
      }
    }
    return stored
  }

  private func checkData(_ manifest: RunManifest) throws {
    guard let profile = manifest.profile else { return }
    var progress = ProgressLine()
    defer { progress.finish() }
    try DataCheck(feed: manifest.feed, profile: profile).run { progress.show($0) }
  }

  private static func inForce(_ manifest: RunManifest, _ settings: String) -> String {
    let parameters = Parameter.allCases.map { "#   \($0.rawValue): \(manifest.configuration[$0])" }
    return """
      # symbol: \(manifest.symbol)
      # pace: \(manifest.pace.text)
      # data: \(manifest.feed.text)
      # starting parameters, the profile's where the configuration is silent:
      \(parameters.joined(separator: "\n"))
      \(settings.trimmingCharacters(in: .newlines))
      """
  }
}

extension FeedSource {
  var isEndless: Bool {
    if case .synthetic(_, minutes: nil) = self { true } else { false }
  }
}
