import ArgumentParser
import Foundation
import Safety

/// Ends a stack as planned.
struct Down: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Stop the processes of a stack, and wait for them.",
    discussion: """
      Open trades stay open at the venue with their stops and targets; `sotano halt` closes them. The next `sotano up` \
      in the same directory goes on where this one ended. Ends with 0 also where nothing runs.
      """)

  @OptionGroup var state: StateOptions

  func run() async throws {
    let directory = try state.directory()
    guard FileManager.default.fileExists(atPath: directory.run) else {
      return say("nothing runs in \(directory.path)")
    }
    let supervisor = try Supervisor(directory)
    let hasSupervisor = FileManager.default.fileExists(atPath: "\(directory.run)/supervisor.pid")
    // The trader shall not take the others' end for their death, in whatever order they end.
    _ = FileManager.default.createFile(atPath: directory.plannedDown, contents: nil)
    let wasRunning = try await supervisor.isRunning() || hasSupervisor
    try await supervisor.stop()
    say(wasRunning ? "stopped" : "nothing runs in \(directory.path)")
  }
}
