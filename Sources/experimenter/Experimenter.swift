import ArgumentParser
import Domain
import ExperimentEngine
import Runtime
import Stack

@main
struct Experimenter: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "experimenter",
    abstract: "Runs shadows on the live quotes and tells which configuration is better.",
    discussion: "Started by the supervisor. `sotano up` starts a whole stack.")

  @OptionGroup var options: ProcessOptions

  func run() {
    runCore(options) { manifest, profile in
      ExperimentEngine(profile: profile, settings: manifest.settings.experimenter)
    }
  }
}
