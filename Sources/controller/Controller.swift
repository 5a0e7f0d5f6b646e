import AdaptiveController
import ArgumentParser
import Domain
import GridTrading
import Runtime
import Stack

@main
struct Controller: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "controller",
    abstract: "Decides what to do about alerts and verdicts, within the limits.",
    discussion: "Started by the supervisor. `sotano up` starts a whole stack.")

  @OptionGroup var options: ProcessOptions

  func run() throws {
    runProcess(.controller, options) { ambience in
      let profile = try ambience.profile()
      try CoreProcess(
        ambience, notify: options.notifyDescriptor,
        core: AdaptiveController(profile: profile, settings: ambience.manifest.settings.controller)
      ).run()
    }
  }
}
