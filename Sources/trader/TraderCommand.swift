import ArgumentParser
import Domain
import Foundation
import Runtime
import Stack
import StopOnly
import Wire

@main
struct TraderCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "trader",
    abstract: "The reference bot on a paper venue, and the last gate before any order.",
    discussion: """
      Started by the supervisor. `sotano up` starts a whole stack.

      With --stop-only it is what the supervisor starts where the trader cannot live: it reads no journal, refuses \
      everything but stops, closes what the venue has open, verifies and alarms. With --check it says whether a trader \
      could live on what is stored, and starts nothing; it ends with the code that the trader would end with.
      """)

  @OptionGroup var options: ProcessOptions

  @Flag(help: "Only stop: flatten, verify, alarm, answer `status` and `halt`.") var stopOnly = false
  @Option(
    help: ArgumentHelp(
      "With --stop-only: what to close, always (everything at once) or halted (once a stop says so).",
      valueName: "policy"))
  var flatten: FlattenPolicy = .always
  @Option(
    help: ArgumentHelp(
      "With --stop-only: the bot's name, for run.json is not read. Without it whatever is open is closed.",
      valueName: "name"))
  var bot: String?
  @Flag(help: "Say whether the trader could live on what is stored, and start nothing.") var check = false

  func validate() throws {
    guard [stopOnly, check, options.recover != nil].count(where: { $0 }) < 2 else {
      throw ValidationError("--stop-only, --check and --recover do not go together; choose one.")
    }
    guard stopOnly || bot == nil else { throw ValidationError("--bot goes with --stop-only, and only with it.") }
    if let bot, BotName(bot) == nil {
      throw ValidationError("--bot is 1 to 32 letters, digits, dots, underscores or dashes, not '\(bot)'.")
    }
  }

  func run() throws {
    if stopOnly { runStopOnly(options, bot: bot.flatMap { BotName($0) }, policy: flatten) }
    if check { runCheck(options) }
    if let path = options.recover {
      runRecovery(.trader, options) { try TraderRecovery(surroundings: $0).run(at: path) }
    }
    runProcess(.trader, options) { ambience, manifest in
      try TraderProcess(ambience, manifest, notify: options.notifyDescriptor).run()
    }
  }
}

extension FlattenPolicy: ExpressibleByArgument {}
