import ArgumentParser
import Foundation
import Runtime
import Safety

/// Shows a stack as it is now.
struct Status: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Show the processes, the safety state, the last metrics, open alerts and running changes.",
    discussion: """
      Works on whatever answers: of a stack that is down it shows the stops that hold. Ends with 0 also then; --json \
      tells it to a program.
      """)

  @OptionGroup var state: StateOptions
  @Flag(help: "Show it anew every second until Ctrl-C.") var watch = false
  @Flag(help: "Print JSON.") var json = false

  func validate() throws {
    if watch, json { throw ValidationError("--watch is for people; leave out --json or --watch.") }
  }

  func run() async throws {
    let directory = try state.directory()
    try state.checkOwner()
    if StopOnlyChoice(directory).bot == nil { _ = try state.manifest() }
    if watch {
      Signals.install()
      return try await Watching(directory: directory).run()
    }
    let status = try await StackStatus(directory)
    if json { try say(json: status) } else { say(status.text) }
  }
}

/// The live status.
struct Watching {
  let directory: StateDirectory

  func run() async throws {
    let isLive = Terminal.output.isInteractive
    while !Signals.isEnding {
      let status = try await StackStatus(directory)
      if isLive { emit(Data(Terminal.clear.utf8)) }
      say(status.text + (isLive ? "\n\nCtrl-C ends the view; the stack goes on." : "\n"))
      // Somebody who reads a file wants fewer pictures.
      for _ in 0..<(isLive ? 10 : 50) where !Signals.isEnding { try await Task.sleep(for: .milliseconds(100)) }
    }
    tell("\nthe stack goes on; `sotano down` stops it")
  }
}
