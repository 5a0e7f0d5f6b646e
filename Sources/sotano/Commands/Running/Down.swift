import ArgumentParser
import Foundation
import Safety

/// Ends a stack as planned.
struct Down: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Stop the processes of a stack, and wait for them.",
    discussion: """
      Open trades stay open at the venue with their stops and targets, and are listed; `sotano halt` before it closes \
      them. The next `sotano up` in the same directory goes on where this one ended. Ends with 0 only when nothing of \
      the stack runs any more, also where nothing ran; otherwise with 75, and names what still runs. It is safe beside \
      `sotano up`: one waits for the other.
      """)

  @OptionGroup var state: StateOptions

  func run() async throws {
    let directory = try state.directory()
    let remains = StackRemains(directory: directory)
    let ran = !remains.processes().isEmpty
    guard FileManager.default.fileExists(atPath: directory.path) else {
      try await Self.endRest(remains)
      return say(ran ? "stopped, although \(directory.path) is gone" : "nothing runs in \(directory.path)")
    }
    let lock = try await StackLock.take(directory)
    defer { withExtendedLifetime(lock) {} }
    let hasRun = FileManager.default.fileExists(atPath: directory.run)
    let hasSupervisor = FileManager.default.fileExists(atPath: "\(directory.run)/supervisor.pid")
    if hasRun {
      // The trader must not take the others' shutdown for a crash, in whatever order they end.
      _ = FileManager.default.createFile(atPath: directory.plannedDown, contents: nil)
      do {
        try await Supervisor(directory).stop()
      } catch {
        // What it could not end is ended below, or named.
        tell("note: \(error)")
      }
    }
    try await Self.endRest(remains)
    say(ran || hasSupervisor ? "stopped" : "nothing runs in \(directory.path)")
    if let open = OpenPositions(directory).leftAlone { say(open) }
  }

  /// Believes only the kernel that all is over.
  static func endRest(_ remains: StackRemains) async throws {
    let left = try await remains.end()
    guard left.isEmpty else {
      let names = left.map { "\($0.name) (process \($0.pid))" }.joined(separator: ", ")
      throw Failure(.temporaryFailure, "still running: \(names); try again, or end them by hand")
    }
  }
}
