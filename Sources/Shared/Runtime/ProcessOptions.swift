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

  package init() {}
}
