import ArgumentParser
import Foundation
import Runtime
import Safety

/// The command line of the stack.
@main
struct Sotano: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "sotano",
    abstract: "Watches and tunes a live grid-trading bot in small, proven steps, and stops it when it must.",
    discussion: """
      A stack is five processes in one state directory: the bot itself (trader), the monitor that watches it, the \
      experimenter that proves, the controller that decides and the optimizer that alone moves parameters.

      Start one with `sotano up`, look at it with `sotano status`, and stop all trading at once with `sotano halt`. \
      Nothing trades again after a halt until a named person says so with `sotano rearm`.

      Every command takes --dir to name the state directory (default: $XDG_STATE_HOME/sotano, else \
      ~/.local/state/sotano) and most take --json. Exit codes are those of sysexits.h: 64 a wrong call, 65 bad data, \
      69 something that is needed is not there, 75 try again, 77 not allowed, 78 a wrong configuration.
      """,
    version: Build.version,
    groupedSubcommands: [
      CommandGroup(name: "Running", subcommands: [Up.self, Down.self, Status.self, Tap.self]),
      CommandGroup(
        name: "Parameters",
        subcommands: [
          Params.self, SetParameter.self, Changes.self, Explain.self, RollBack.self, Cancel.self, Approve.self,
        ]),
      CommandGroup(name: "Stopping", subcommands: [Halt.self, Rearm.self, Drill.self]),
      CommandGroup(
        name: "Looking back", subcommands: [ReplayCommand.self, Evaluate.self, StudyCommand.self, Verify.self]),
      CommandGroup(name: "Mending", subcommands: [Recover.self]),
      CommandGroup(name: "Proving", subcommands: [ExperimentCommand.self, Simulate.self]),
    ])

  /// Runs the command that was asked for and ends the process with the code that belongs to its outcome.
  static func main() async {
    signal(SIGPIPE, SIG_IGN)
    umask(0o077)
    do {
      var command = try parseAsRoot()
      if var command = command as? any AsyncParsableCommand {
        try await command.run()
      } else {
        try command.run()
      }
    } catch let failure as Failure {
      if !failure.description.isEmpty { tell("sotano: \(failure.description)") }
      Foundation.exit(failure.code.rawValue)
    } catch {
      if isLostHalt(error) { tell(notStopped(CommandLine.arguments)) }
      exit(withError: error)
    }
  }

  /// Whether somebody wanted to stop and wrote it in a way that cannot be read.
  private static func isLostHalt(_ error: any Error) -> Bool {
    CommandLine.arguments.dropFirst().first == "halt" && exitCode(for: error) == .validationFailure
  }

  private static func notStopped(_ arguments: [String]) -> String {
    var directory = ""
    for (index, word) in arguments.enumerated() {
      if word == "--dir", index + 1 < arguments.count { directory = " --dir \(shellWord(arguments[index + 1]))" }
      if word.hasPrefix("--dir=") { directory = " --dir \(shellWord(String(word.dropFirst(6))))" }
    }
    return """
      NOT STOPPED: the command line below cannot be read, so nothing has been done. To stop now:

        sotano halt\(directory)

      """
  }
}
