import Domain
import Foundation
import Runtime
import Safety
import Stack

/// The start of a stack, up to the moment when every process answers.
struct Launch {
  let directory: StateDirectory
  let manifest: RunManifest
  let supervisor: Supervisor
  let client: StackClient

  init(_ directory: StateDirectory, _ manifest: RunManifest, supervisor kind: SupervisorKind? = nil) throws {
    self.directory = directory
    self.manifest = manifest
    supervisor = try Supervisor(directory, kind: kind)
    client = try StackClient(directory: directory, bot: manifest.settings.bot)
  }

  /// How long a process may take until it answers, in milliseconds. One that was killed in a long run reads its tail first.
  private static let patience: Int64 = 60_000

  /// Starts what does not run yet.
  ///
  /// - Throws: `Failure` with 75 where another run is in the way, 69 where a process does not come up.
  func start(fresh: Bool) async throws {
    let earlier = EarlierRun(directory)
    let isRunning = try await supervisor.isRunning()
    if isRunning {
      try checkRunning(earlier, fresh: fresh)
    } else {
      try prepare(earlier, fresh: fresh)
    }
    unlink(directory.plannedDown)
    try await supervisor.start()
    try await awaitAnswers()
    tell(isRunning ? "the stack runs already in \(directory.path)" : "the stack runs in \(directory.path)")
  }

  private func checkRunning(_ earlier: EarlierRun, fresh: Bool) throws {
    let advice = "stop it with `sotano down --dir \(directory.path)`, or start another with --dir"
    if fresh {
      throw Failure(.temporaryFailure, "a stack runs in \(directory.path); --fresh needs it stopped: \(advice)")
    }
    var differences = earlier.differences(from: manifest)
    if let build = earlier.manifest?.build, build != manifest.build { differences.append("build \(build)") }
    guard differences.isEmpty else {
      throw Failure(
        .temporaryFailure,
        "another stack runs in \(directory.path) (\(differences.joined(separator: "; "))): \(advice)")
    }
  }

  private func prepare(_ earlier: EarlierRun, fresh: Bool) throws {
    if fresh, earlier.hasJournals || earlier.manifest != nil {
      tell("the earlier run is kept in \(try earlier.moveAway(now: Date()))")
    }
    let differences = fresh ? [] : earlier.differences(from: manifest)
    guard differences.isEmpty || !earlier.hasJournals else {
      throw Failure(
        .temporaryFailure,
        "\(directory.path) holds an earlier run with something else (\(differences.joined(separator: "; "))). Call "
          + "again as then to go on with it, with --fresh to put it away, or with another --dir")
    }
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
    let ids = trips.map(\.id).joined(separator: ", ")
    tell("stops hold from before: \(ids). `sotano status` tells them, `sotano rearm` takes them back")
  }

  private func awaitAnswers() async throws {
    let end = MonotonicClock.milliseconds() + Self.patience
    var progress = ProgressLine()
    defer { progress.finish() }
    var missing = Role.allCases
    while true {
      missing.removeAll { client.beat(of: $0, timeout: 100) != nil }
      if missing.isEmpty { return }
      progress.show("waiting for \(missing.map(\.rawValue).joined(separator: ", "))")
      if let failed = try await supervisor.modules().first(where: { $0.state == .failed }) {
        progress.finish()
        throw Self.failure(failed.role, "ended and is not started again", directory)
      }
      if MonotonicClock.milliseconds() > end {
        progress.finish()
        throw Self.failure(missing[0], "does not answer", directory)
      }
      try await Task.sleep(for: .milliseconds(20))
    }
  }

  /// The failure of a process, with the end of its log.
  static func failure(_ role: Role, _ what: String, _ directory: StateDirectory) -> Failure {
    let path = "\(directory.logs)/\(role.rawValue)/current"
    let log = FileManager.default.contents(atPath: path).map { String(decoding: $0, as: UTF8.self) } ?? ""
    let tail = lastWords(of: log).map { "  \($0)" }.joined(separator: "\n")
    return Failure(
      .unavailable,
      "the \(role.rawValue) \(what). The end of \(path):\n\(tail.isEmpty ? "  (nothing)" : tail)\n"
        + "Mend the cause and call `sotano up` again; `sotano down` stops the rest")
  }

  /// The lines of a log's end that tell a person something: of a crash the beginning, since registers and images follow.
  static func lastWords(of log: String) -> [Substring] {
    let lines = log.split(separator: "\n")
    guard let crash = lines.lastIndex(where: { $0.contains("rogram crashed") }) else { return lines.suffix(12) }
    return Array(lines[max(0, crash - 2)..<min(lines.count, crash + 10)])
  }
}
