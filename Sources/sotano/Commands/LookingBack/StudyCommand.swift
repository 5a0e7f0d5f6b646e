import ArgumentParser

/// Studies of the method itself, on made-up and on recorded markets.
struct StudyCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "study",
    abstract: "Show how far the experiments' proofs can be trusted, and how long they take.",
    subcommands: [StudyPromotion.self, StudyCorrelation.self])
}
