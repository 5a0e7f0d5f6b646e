import ArgumentParser
import Domain
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

  func run() {
    runCore(options) { manifest, profile in
      RealTimeMonitor(profile: profile, settings: manifest.settings.monitor)
    }
  }
}
