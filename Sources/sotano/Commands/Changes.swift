import ArgumentParser
import Domain
import Foundation
import Safety

/// Lists what was moved, why, and what came of it.
struct Changes: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "List the changes of the run with their verdicts.",
    discussion: "Reads the optimizer's journal, so it works while the stack runs and after. Times are market time.")

  @OptionGroup var state: StateOptions
  @Flag(help: "Print JSON: equal runs give equal bytes.") var json = false

  func run() throws {
    let records = latestRecords(try JournalledEvents(.optimizer, in: state.directory()).changes())
    if json {
      emit(try ChangeListing.json(records))
      return
    }
    guard !records.isEmpty else { return say("No changes yet.") }
    var table = Table(["change", "proposed", "parameter", "from", "to", "purpose", "by", "verdict"])
    for record in records {
      table.add([
        record.id.description, record.proposedAt.text, record.parameter.rawValue, record.from.description,
        record.to.description, record.purpose.rawValue, record.by.name, record.stage.rawValue,
      ])
    }
    say(table.text)
  }
}

/// Tells one change's story.
struct Explain: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Tell the story of one change: reason, evidence, limits checked, times, verdict, measured result.")

  @OptionGroup var state: StateOptions
  @Argument(help: "The change's number, as `sotano changes` lists it.") var change: Int64
  @Flag(help: "Print JSON.") var json = false

  func run() throws {
    let history = try JournalledEvents(.optimizer, in: state.directory()).changes().filter { $0.id.number == change }
    guard let record = history.last else {
      throw Failure(.dataError, "there is no change \(change); `sotano changes` lists them")
    }
    if json {
      try say(json: history.map(ChangeListing.init))
    } else {
      say(ChangeStory(record: record, history: history).text)
    }
  }
}
