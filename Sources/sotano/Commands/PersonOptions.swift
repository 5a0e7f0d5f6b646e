import ArgumentParser
import Foundation

/// Who asks for something and why. Both are written down with what comes of it.
struct PersonOptions: ParsableArguments {
  @Option(name: .customLong("by"), help: ArgumentHelp("Your name, for the record.", valueName: "name"))
  var name: String

  @Option(help: ArgumentHelp("Why, for the record.", valueName: "text"))
  var reason: String

  @Option(help: ArgumentHelp("How long to wait for the answer, in seconds.", valueName: "seconds"))
  var timeout: Double = 10

  func validate() throws {
    try checkText(name, "--by")
    try checkText(reason, "--reason")
    try checkTimeout(timeout)
  }

  var milliseconds: Int64 { Int64(timeout * 1000) }
}

/// Refuses an option that says nothing.
func checkText(_ text: String, _ option: String) throws {
  guard text.contains(where: { !$0.isWhitespace }) else { throw ValidationError("\(option) must not be empty.") }
}

func checkTimeout(_ seconds: Double) throws {
  guard seconds > 0, seconds <= 86_400 else {
    throw ValidationError("--timeout is a number of seconds above 0, at most 86400.")
  }
}
