import ArgumentParser
import Domain
import GridTrading
import RealTimeMonitor
import Runtime
import Stack

@main
struct Monitor: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "monitor",
    abstract: "Watches every open trade, measures the closed ones, and raises alerts.",
    discussion: "Started by the supervisor. `sotano up` starts a whole stack.")

  @OptionGroup var options: ProcessOptions

  func run() throws {
    runProcess(.monitor, options) { ambience in
      let profile = try ambience.profile()
      try CoreProcess(
        ambience, notify: options.notifyDescriptor,
        core: RealTimeMonitor(profile: profile, settings: ambience.manifest.settings.monitor)
      ).run()
    }
  }
}
