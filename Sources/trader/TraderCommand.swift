import ArgumentParser
import Domain
import Foundation
import Runtime

@main
struct TraderCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "trader",
    abstract: "The reference bot on a paper venue, and the last gate before any order.",
    discussion: "Started by the supervisor. `sotano up` starts a whole stack.")

  @OptionGroup var options: ProcessOptions

  func run() throws {
    runProcess(.trader, options) { ambience in
      try TraderProcess(ambience, notify: options.notifyDescriptor).run()
    }
  }
}
