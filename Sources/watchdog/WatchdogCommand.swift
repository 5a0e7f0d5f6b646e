import ArgumentParser
import Foundation
import Safety

@main
struct WatchdogCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "watchdog",
    abstract: "Kills a process of the stack whose main loop has stopped beating; its supervisor starts another.",
    discussion: """
      Started by deploy/supervise beside the others. Under systemd the same beats go to systemd itself, which has a \
      watchdog of its own, and this program is not needed.
      """)

  @Option(
    help: ArgumentHelp("The state directory of the stack.", valueName: "directory"))
  var dir: String

  @Option(name: .customLong("notify-fd"), help: "Descriptor on which to write a line when ready, as s6 does it.")
  var notifyDescriptor: Int32?

  @Option(help: ArgumentHelp("How long a ready process may be silent, in milliseconds.", valueName: "ms"))
  var silence: Int64 = 1_800

  @Option(help: ArgumentHelp("How long a process may take to become ready, in milliseconds.", valueName: "ms"))
  var start: Int64 = 120_000

  func validate() throws {
    guard silence >= 500 else { throw ValidationError("--silence is at least 500 ms: a beat comes each 250 ms.") }
    guard start >= silence else { throw ValidationError("--start is not shorter than --silence.") }
  }

  func run() throws {
    let limits = BeatWatch.Limits(silence: silence, start: start)
    var watchdog: Watchdog
    do throws(WatchdogError) {
      watchdog = try Watchdog(StateDirectory(path: dir), limits: limits, notify: notifyDescriptor)
    } catch {
      FileHandle.standardError.write(Data("watchdog: \(error)\n".utf8))
      throw ExitCode(error.exitCode.rawValue)
    }
    watchdog.run()
  }
}
