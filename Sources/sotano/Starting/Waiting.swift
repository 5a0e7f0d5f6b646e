import Domain
import Foundation
import Runtime
import Safety
import Stack
import Wire

/// The wait for the end of the data, and the run's result.
struct Waiting {
  let launch: Launch
  let json: Bool

  func run(since begin: ContinuousClock.Instant) async throws {
    let finished = try await untilFinished()
    let lock = try await StackLock.take(launch.directory)
    try await launch.supervisor.stop()
    try await Down.endRest(StackRemains(directory: launch.directory))
    withExtendedLifetime(lock) {}
    let summary = try RunSummary(
      launch.directory, launch.manifest, finished, seconds: (ContinuousClock.now - begin) / .seconds(1))
    if json { try say(json: summary) } else { say(summary.text) }
  }

  private func untilFinished() async throws -> FinishedRun {
    var progress = ProgressLine()
    defer { progress.finish() }
    var speed = Speed()
    var nextCheck = ContinuousClock.now + .seconds(1)
    while true {
      if let finished = try finished(), await haveFollowed(finished) { return finished }
      if Signals.isEnding {
        progress.finish()
        tell("the stack goes on; `sotano status` shows it, `sotano down` stops it")
        throw Failure(.temporaryFailure, "")
      }
      if ContinuousClock.now >= nextCheck {
        nextCheck = ContinuousClock.now + .seconds(1)
        try await checkModules()
        if Terminal.error.isInteractive { progress.show(speed.text(launch.client.latest(of: .trader))) }
      }
      try await Task.sleep(for: .milliseconds(50))
    }
  }

  private func finished() throws -> FinishedRun? {
    guard let data = FileManager.default.contents(atPath: launch.directory.finishedFile) else { return nil }
    do {
      return try JSONDecoder().decode(FinishedRun.self, from: data)
    } catch {
      throw Failure(.dataError, "\(launch.directory.finishedFile) is not readable: \(error)")
    }
  }

  /// At the end of the data the others may still be at its last minutes.
  private func haveFollowed(_ finished: FinishedRun) async -> Bool {
    Role.allCases.dropFirst().allSatisfy { role in
      (launch.client.beat(of: role)?.minuteDone ?? 0) >= finished.minutes
    }
  }

  private func checkModules() async throws {
    let modules = try await launch.supervisor.modules()
    if let failed = modules.first(where: \.isGivenUp) {
      throw launch.failure(failed)
    }
    if !modules.contains(where: \.isRunning) {
      throw Failure(.temporaryFailure, "the stack was stopped before its data ended; `sotano up` goes on with it")
    }
  }
}

/// How fast the market goes by, from the trader's last minutes.
private struct Speed {
  private var last: (minute: Int64, at: ContinuousClock.Instant)?

  mutating func text(_ messages: [Envelope]) -> String {
    for message in messages {
      guard case .event(.minute(let minute)) = message.payload else { continue }
      let now = ContinuousClock.now
      var text = "\(message.header.time.text)  \(minute) minutes"
      if let last {
        let seconds = (now - last.at) / .seconds(1)
        text += "  \(Int64(saturating: Double(minute - last.minute) / max(seconds, 0.001))) minutes/s"
      }
      last = (minute, now)
      return text
    }
    return "waiting for the first minute"
  }
}

/// How far the processes' logs went before a start, so that lines of an earlier start are not taken for new ones.
struct LogMarks {
  private struct Mark {
    var file: UInt64
    var bytes: UInt64
  }

  private let directory: StateDirectory
  private var marks: [Role: Mark] = [:]

  init(_ directory: StateDirectory) {
    self.directory = directory
    for role in Role.allCases { marks[role] = Self.mark(path(of: role)) }
  }

  func path(of role: Role) -> String { "\(directory.logs)/\(role.rawValue)/current" }

  /// What has been written since. A log that was rotated meanwhile is new.
  func news(of role: Role) -> String {
    guard let log = FileManager.default.contents(atPath: path(of: role)) else { return "" }
    let old = marks[role].flatMap { $0.file == Self.mark(path(of: role))?.file ? Int(clamping: $0.bytes) : nil } ?? 0
    return String(decoding: log.dropFirst(old), as: UTF8.self)
  }

  private static func mark(_ path: String) -> Mark? {
    var status = stat()
    guard stat(path, &status) == 0 else { return nil }
    return Mark(file: UInt64(status.st_ino), bytes: UInt64(max(0, status.st_size)))
  }
}
