import ArgumentParser
import Domain
import LiveOptimizer
import Runtime
import Stack

@main
struct Optimizer: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "optimizer",
    abstract: "Moves parameters in small steps, one at a time, and takes back what hurts.",
    discussion: "Started by the supervisor. `sotano up` starts a whole stack.")

  @OptionGroup var options: ProcessOptions

  func run() {
    runCore(options) { manifest, profile in
      LiveOptimizer(profile: profile, settings: manifest.settings.optimizer)
    }
  }
}
