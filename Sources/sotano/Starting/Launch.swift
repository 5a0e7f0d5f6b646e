import Domain
import Foundation
import Journal
import MarketFeeds
import Runtime
import Safety
import Stack
import StopOnly
import Wire

/// The start of a stack, up to the moment when every process answers.
struct Launch {
  let directory: StateDirectory
  let manifest: RunManifest
  let supervisor: Supervisor
  let client: StackClient
  /// How far the logs went before.
  private let marks: LogMarks
  /// `nil` for what the directory was started with, else `always`.
  let flatten: FlattenPolicy?

  init(
    _ directory: StateDirectory, _ manifest: RunManifest, supervisor kind: SupervisorKind? = nil,
    flatten: FlattenPolicy? = nil
  ) throws {
    self.directory = directory
    self.manifest = manifest
    self.flatten = flatten
    marks = LogMarks(directory)
    supervisor = try Supervisor(directory, kind: kind)
    client = try StackClient(directory: directory, bot: manifest.settings.bot)
  }

  /// How long a process may take until it answers, in milliseconds. One that was killed in a long run reads its tail first.
  private static let patience: Int64 = 60_000

  /// Starts what does not run yet.
  ///
  /// - Throws: `Failure` with 75 where another run is in the way, 69 where a process does not come up.
  func start(fresh: Bool, abandon: Bool = false) async throws {
    var report = try await bringUp(fresh: fresh, abandon: abandon)
    if report.revived {
      report.level = client.beat(of: .trader)?.level
      report.trips = (client.safety()?.trips ?? Latch(directory: directory.latch).read().trips).map(\.id)
    }
    tell(report.text)
  }

  /// As `start`, without output.
  ///
  /// - Returns: what it did, without the trader's report.
  @discardableResult
  func bringUp(fresh: Bool, abandon: Bool = false) async throws -> StartReport {
    let report = try await startLocked(fresh: fresh, abandon: abandon)
    try await awaitAnswers()
    return report
  }

  /// Everything up to the processes' start, while no other `up` or `down` is at work here.
  ///
  /// - Returns: what it did.
  private func startLocked(fresh: Bool, abandon: Bool) async throws -> StartReport {
    do {
      try directory.prepare()
    } catch {
      throw Failure(.cannotCreate, "\(error)")
    }
    let lock = try await StackLock.take(directory)
    defer { withExtendedLifetime(lock) {} }
    let earlier = EarlierRun(directory)
    let isRunning = try await supervisor.isRunning()
    if isRunning {
      try checkRunning(earlier, fresh: fresh)
    } else {
      try checkNothingIsLeft()
      do {
        try prepare(earlier, fresh: fresh, abandon: abandon)
      } catch let failure as Failure where failure.code == .dataError {
        throw try await resumeStopOnly(or: failure)
      }
    }
    let missing = isRunning ? Role.allCases.filter { RoleLock.owner(of: $0, in: directory) == nil } : []
    let isGivenUp = try await supervisor.traderIsGivenUp()
    if isGivenUp {
      do {
        try await checkTrader()
      } catch let failure as Failure where !isRunning {
        throw try await resumeStopOnly(or: failure)
      }
      // A new supervisor starts the trader as any other process; a running one is told.
      if !isRunning { unlink(directory.traderGivenUp) }
    }
    unlink(directory.plannedDown)
    try StopOnlyChoice(directory).remember(bot: manifest.settings.bot, flatten)
    try await supervisor.start()
    if isGivenUp, isRunning { try await supervisor.reviveTrader() }
    return StartReport(directory: directory.path, ran: isRunning, missing: missing, revived: isGivenUp)
  }

  /// A trader that was given up before the machine, or the stack, went down only stops again, although `up` is refused.
  func resumeStopOnly(or failure: Failure) async throws -> Failure {
    guard try await supervisor.traderIsGivenUp(), try await !supervisor.isRunning() else { return failure }
    unlink(directory.plannedDown)
    try await supervisor.start()
    var failure = failure
    failure.description += ". The trader only stops meanwhile: it closes what is open, as --flatten says"
    return failure
  }

  /// How somebody closes what is open where no trader can be started.
  private var closingAdvice: String {
    let open = OpenPositions(directory)
    guard !open.isEmpty else { return "" }
    return
      "\n\(open.summary) at the venue, and nobody looks after it:\n\(open.text)\nWhere this cannot be mended soon, close "
      + "it by hand; end it with Ctrl-C once it is flat:\n  \(closingCommand)"
  }

  private var closingCommand: String {
    "\(shellWord("\(Supervisor.binaries)/trader")) --dir \(place) --stop-only --flatten always --bot "
      + (OpenPositions.bot(directory) ?? manifest.settings.bot)
  }

  /// Processes that were started for this directory and hold none of its locks: it was moved or removed under them.
  private func checkNothingIsLeft() throws {
    let left = StackRemains(directory: directory).processes().filter { Role(rawValue: $0.name) != nil }
    guard !left.isEmpty else { return }
    let names = left.map { "\($0.name) (process \($0.pid))" }.joined(separator: ", ")
    throw Failure(
      .temporaryFailure,
      "processes of an earlier stack in \(directory.path) still run: \(names); `sotano down --dir \(place)` "
        + "ends them")
  }

  /// The directory as a word of a shell.
  private var place: String { shellWord(directory.path) }

  private func checkRunning(_ earlier: EarlierRun, fresh: Bool) throws {
    let advice =
      "`sotano up --dir \(place)` goes on with it as it is; else stop it with `sotano down --dir \(place)`, "
      + "or start another with --dir"
    if fresh {
      throw Failure(
        .temporaryFailure, "a stack runs in \(directory.path); --fresh needs it stopped: `sotano down --dir \(place)`")
    }
    var differences = earlier.differences(from: manifest)
    let policy = StopOnlyChoice(directory).policy
    if let flatten, flatten != policy { differences.append("--flatten \(policy.rawValue), not \(flatten.rawValue)") }
    if let build = earlier.manifest?.build, build != manifest.build { differences.append("build \(build)") }
    guard differences.isEmpty else {
      throw Failure(
        .temporaryFailure,
        "another stack runs in \(directory.path) (\(differences.joined(separator: "; "))): \(advice)")
    }
  }

  private func prepare(_ earlier: EarlierRun, fresh: Bool, abandon: Bool) throws {
    if fresh, earlier.hasJournals || earlier.manifest != nil {
      try checkPositions(earlier, abandon: abandon)
      tell("the earlier run is kept in \(try earlier.moveAway(now: Date()))")
    }
    let differences = fresh ? [] : try compare(earlier)
    guard differences.isEmpty || !earlier.hasJournals else {
      throw Failure(
        .temporaryFailure,
        "\(directory.path) holds an earlier run with something else (\(differences.joined(separator: "; "))). "
          + "`sotano up --dir \(place)` goes on with it as before; else call with --fresh to put it away, or with another "
          + "--dir")
    }
    if !fresh, earlier.hasJournals, let build = earlier.manifest?.build, build != manifest.build {
      throw Failure(
        .temporaryFailure,
        "\(directory.path) holds a run of \(build), and this is \(manifest.build), which cannot read its journals. Go on with "
          + "that build, or pass --fresh to put the run away")
    }
    if !fresh { try checkJournals() }
    do {
      try directory.prepare()
      unlink(directory.finishedFile)
      try manifest.encoded().write(
        to: URL(fileURLWithPath: "\(directory.path)/\(RunManifest.fileName)"), options: .atomic)
    } catch {
      throw Failure(.cannotCreate, "\(error)")
    }
    let trips = Latch(directory: directory.latch).read().trips
    guard !trips.isEmpty else { return }
    let ids = listText(trips.map(\.id), most: 10)
    tell("stops hold from before: \(ids). `sotano status` tells them; once the stack runs take them back with:")
    tell("  " + rearmLine([], directory: directory.path))
  }

  /// In what this call differs from the earlier run. Data that was moved is the same data.
  ///
  /// - Throws: `Failure` with 65 where the run's own file is not what was traded.
  private func compare(_ earlier: EarlierRun) throws -> [String] {
    var former = earlier
    var parting: DataDifference?
    let isMoved = earlier.manifest.map { $0.feed != manifest.feed } ?? false
    switch try earlier.data(of: manifest) {
    case .unknown: break
    case .same where isMoved:
      tell("the data is what was traded so far, and goes on in \(manifest.feed.text)")
      former.manifest?.feed = manifest.feed
    case .same: break
    case .parts(let file, let difference):
      guard isMoved else {
        throw Failure(
          .dataError,
          "\(FeedError.notWhatWasTraded(file: file, difference: difference)) with --fresh, or with another --dir. Nothing "
            + "was changed\(closingAdvice)")
      }
      parting = difference
    }
    return former.differences(from: manifest, parting: parting)
  }

  /// Compares every journal with what the others remember of it, before anything is written.
  private func checkJournals() throws {
    let found = JournalWitnesses(directory).contradictions()
    guard let first = found.first else { return }
    let lines = found.map { "  \($0.error)" }
    throw Failure(
      .dataError,
      "what was written before is not all there:\n\(lines.joined(separator: "\n"))\nNothing was begun anew. "
        + first.error.advice + closingAdvice)
  }

  /// Checks whether the trader could run before its stop-only mode is ended.
  ///
  /// - Throws: `Failure` with the trader's own reason; what only stops goes on then.
  private func checkTrader() async throws {
    guard let complaint = await traderComplaint() else { return }
    let open = OpenPositions(directory)
    let away =
      open.isEmpty
      ? ", or put the run away with `sotano down` and `sotano up --fresh`"
      : ". The run cannot be put away while \(open.summary)"
    throw Failure(
      complaint.code,
      "the trader was given up and could not live now: \(complaint). Nothing was changed, and it only stops. "
        + "Mend the cause and call `sotano up` again" + away)
  }

  /// Why the trader could not live; `nil` where it could.
  private func traderComplaint() async -> Failure? {
    do {
      _ = try await output(of: "\(Supervisor.binaries)/trader", ["--dir", directory.path, "--check"])
      return nil
    } catch let failure as Failure {
      return Failure(failure.code.isRestarted ? .dataError : failure.code, failure.description)
    } catch {
      return nil
    }
  }

  /// Names the positions that an archived run leaves open, and refuses unless that is meant.
  private func checkPositions(_ earlier: EarlierRun, abandon: Bool) throws {
    let open = OpenPositions(directory)
    guard !open.isEmpty else { return }
    tell("open in \(directory.path):\n\(open.text)")
    // After the data's end there is no quote to close them at.
    guard !abandon, !FileManager.default.fileExists(atPath: directory.finishedFile) else { return }
    throw Failure(
      .temporaryFailure,
      "\(open.summary): put away, nobody would look after them. Start the run as before with `sotano up "
        + "--dir \(place)` and close them with `sotano halt --dir \(place)`; where `up` is refused close them with\n  \(closingCommand)\nor pass "
        + "--abandon with --fresh")
  }

  private func awaitAnswers() async throws {
    let end = MonotonicTime.now.milliseconds + Self.patience
    var progress = ProgressLine()
    defer { progress.finish() }
    var missing = Role.allCases
    while true {
      missing.removeAll { client.beat(of: $0, timeout: 100).map { !$0.isStopOnly } ?? false }
      if missing.isEmpty { return }
      progress.show("waiting for \(missing.map(\.rawValue).joined(separator: ", "))")
      if let failed = try await supervisor.modules().first(where: \.isGivenUp) {
        progress.finish()
        var failure = failure(failed)
        // The process has its own code for what is wrong, which its supervisor does not report.
        if failed.role == .trader, let complaint = await traderComplaint() { failure.code = complaint.code }
        throw failure
      }
      if FileManager.default.fileExists(atPath: directory.plannedDown) {
        progress.finish()
        throw Failure(.temporaryFailure, "`sotano down` stopped the stack while it was starting")
      }
      if MonotonicTime.now.milliseconds > end {
        progress.finish()
        throw failure(missing[0], "does not answer")
      }
      try await Task.sleep(for: .milliseconds(20))
    }
  }

  func failure(_ module: Supervisor.Module) -> Failure {
    let deed = StopOnlyChoice(directory).policy == .always ? "closes what is open and takes stops" : "takes stops"
    let what =
      module.state == .stopOnly ? "cannot live: it \(deed), and nothing else" : "ended and is not started again"
    return failure(module.role, what)
  }

  /// The failure of a process, with the end of its log as far as it is of this start.
  private func failure(_ role: Role, _ what: String) -> Failure {
    let tail = Self.lastWords(of: marks.news(of: role)).map { "  \($0)" }.joined(separator: "\n")
    let end = tail.isEmpty ? "  (nothing since this start)" : tail
    return Failure(
      .unavailable,
      "the \(role.rawValue) \(what). The end of \(marks.path(of: role)):\n\(end)\n"
        + "Mend the cause and call `sotano up` again; `sotano down` stops the rest")
  }

  /// The lines of a log's end that tell a person something: of a crash the beginning, since registers and images follow.
  static func lastWords(of log: String) -> [Substring] {
    let lines = log.split(separator: "\n")
    guard let crash = lines.lastIndex(where: { $0.contains("rogram crashed") }) else { return lines.suffix(12) }
    return Array(lines[max(0, crash - 2)..<min(lines.count, crash + 10)])
  }
}
