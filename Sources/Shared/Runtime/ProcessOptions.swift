package import ArgumentParser

/// The options that every process of the stack takes.
package struct ProcessOptions: ParsableArguments {
  @Option(
    name: .long,
    help: ArgumentHelp(
      "The state directory of the stack, in which `sotano up` has written run.json.", valueName: "directory"))
  package var dir: String

  @Option(name: .customLong("notify-fd"), help: "Descriptor on which to write a line when ready, as s6 does it.")
  package var notifyDescriptor: Int32?

  @Option(
    help: ArgumentHelp(
      "Make the lost journal of this process anew at this path and end; asked for by `sotano recover`.",
      valueName: "path"))
  package var recover: String?

  @Option(help: ArgumentHelp("With --recover: who wants it.", valueName: "name"))
  package var by: String?

  @Option(help: ArgumentHelp("With --recover: why.", valueName: "text"))
  package var reason: String?

  package init() {}

  package func validate() throws {
    guard (recover == nil) == (by == nil), (by == nil) == (reason == nil) else {
      throw ValidationError("--recover, --by and --reason go together.")
    }
  }
}
