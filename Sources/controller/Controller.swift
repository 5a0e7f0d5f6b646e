import AdaptiveController
import ArgumentParser
import Domain
import Runtime
import Stack

@main
struct Controller: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "controller",
    abstract: "Decides what to do about alerts and verdicts, within the limits.",
    discussion: "Started by the supervisor. `sotano up` starts a whole stack.")

  @OptionGroup var options: ProcessOptions

  func run() {
    runCore(options) { manifest, profile in
      AdaptiveController(profile: profile, settings: manifest.settings.controller)
    }
  }
}
