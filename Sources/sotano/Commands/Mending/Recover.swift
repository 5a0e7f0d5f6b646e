import ArgumentParser
import Domain
import Foundation
import Runtime
import Safety
import Stack

/// Rebuilds lost journals, once a named person has agreed.
struct Recover: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Make a lost, older or damaged journal anew from what the other processes know.",
    discussion: """
      First of all restore the newest copy of the file that there is, with the -wal beside it: nothing is lost then. Where \
      there is none, this takes the numbering and the fence from the other processes' journals, the trader's state from \
      the stream that it published and from the venue's list, and every other state from that stream. What the others \
      have heard is written down again. What was under way ends by name: a change that was being measured as any change \
      without proof, on the side of less risk. What only the lost file knew is lost: commands that waited, and answers.

        sotano down
        sotano recover optimizer --by Ana --reason "the disk lost it"
        sotano up ...

      The stack must be down. Nothing is thrown away: the old file stays beside the new one, as ROLE.sqlite.lost-TIME. A \
      stop that the loss led to holds until a person re-arms it.

      Exit codes: 0 also where nothing was lost; 65 what is left does not agree with itself or is not enough, and nothing \
      was changed; 75 the stack still runs, or the disk is full: a second call begins from the same.
      """)

  @OptionGroup var state: StateOptions
  @Argument(help: "Whose journal: trader, monitor, experimenter, controller or optimizer.") var role: Role?
  @Flag(help: "Every journal that is lost, the trader's first.") var all = false
  @Option(name: .customLong("by"), help: ArgumentHelp("Your name, for the record.", valueName: "name"))
  var name: String
  @Option(help: ArgumentHelp("Why, for the record.", valueName: "text")) var reason: String
  @Flag(help: "Print JSON.") var json = false

  func validate() throws {
    guard (role == nil) == all else { throw ValidationError("Name one process, or pass --all.") }
    for (text, option) in [(name, "--by"), (reason, "--reason")] {
      try checkText(text, option)
      guard !text.contains(where: \.isNewline), text.utf8.count <= 500 else {
        throw ValidationError("\(option) is one line of 500 bytes at most.")
      }
    }
  }

  func run() async throws {
    try state.checkOwner()
    _ = try state.manifest()
    let directory = try state.directory()
    let lock = try await StackLock.take(directory)
    defer { withExtendedLifetime(lock) {} }
    guard StackRemains(directory: directory).processes().isEmpty else {
      throw Failure(
        .temporaryFailure, "the stack runs; end it with `sotano down --dir \(shellWord(directory.path))` first")
    }
    let files = DurableFiles(directory)
    guard files.hasRun else { throw Failure(.noInput, "there is no journal in \(directory.journals)") }
    let lost = files.verifiedJournals().filter { !$0.finding.whole }.map(\.role)
    let wanted = role.map { [$0] } ?? lost
    if let whole = wanted.first(where: { !lost.contains($0) }) {
      return try say([], text: "the \(whole.rawValue)'s journal is whole, and nothing was changed")
    }
    if lost.contains(.trader), !wanted.contains(.trader) {
      throw Failure(
        .dataError,
        "the trader's journal is lost as well; its stream is what the others are made from: recover it first, or pass --all"
      )
    }
    var made: [MadeAnew] = []
    for role in wanted.sorted(by: { $0.rank < $1.rank }) {
      made.append(try await JournalRecovery(directory: directory, role: role, by: name, reason: reason).run())
    }
    try say(made, text: made.isEmpty ? "every journal is whole, and nothing was changed" : text(made, directory))
  }

  private func say(_ made: [MadeAnew], text: String) throws {
    if json { try sotano.say(json: made) } else { sotano.say(text) }
  }

  private func text(_ made: [MadeAnew], _ directory: StateDirectory) -> String {
    let place = shellWord(directory.path)
    let trips = Latch(directory: directory.latch).read().trips.map(\.id)
    let held = made.map { OtherJournal.trip(of: $0.journal.role) }.filter { trips.contains($0) }
    let lines = made.flatMap(\.lines) + ["start the stack with `sotano up --dir \(place)`, called as before"]
    return (lines + held.map { "then let go of the stop: " + rearmLine([$0], directory: directory.path) })
      .joined(separator: "\n")
  }
}

extension Role: ExpressibleByArgument {}

/// The result for one journal.
struct MadeAnew: Encodable {
  var journal: RecoveredJournal
  /// Where the old file is; `nil` where there was none.
  var old: String?

  var lines: [String] {
    let kept = old.map { "; the old file is \($0)" } ?? ""
    return [
      "the \(journal.role.rawValue)'s journal was made anew: \(journal.restored) events of its past, its next number "
        + "\(journal.sequence + 1), its next start \(journal.epoch + 1)\(kept)"
    ] + journal.ended.map { "  note: \($0.shown())" }
      + (journal.role == .optimizer ? ["  lost: steps that were planned and not begun; ask for them again"] : [])
  }
}
