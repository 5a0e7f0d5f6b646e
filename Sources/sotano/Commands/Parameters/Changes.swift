import ArgumentParser
import Domain
import Foundation
import LiveOptimizer
import Safety
import Stack

/// Lists what was moved, why, and what came of it.
struct Changes: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "List the changes of the run with their verdicts.",
    discussion: """
      Reads the optimizer's journal, so it works while the stack runs and after. Times are market time. Below the list \
      stand the steps that are still to come, each with the number by which `sotano cancel` gives it up.
      """)

  @OptionGroup var state: StateOptions
  @Flag(help: "Print JSON: equal runs give equal bytes.") var json = false

  func run() throws {
    let events = try JournalledEvents(.optimizer, in: state.directory())
    let records = latestRecords(try events.changes())
    let planned = try events.plans()
    if json {
      emit(try ChangeListing.json(records, planned: planned))
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
    if !planned.isEmpty { say("\n" + PlanListing.text(planned)) }
  }
}

/// Prints one change's story.
struct Explain: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Tell the story of one change: reason, evidence, limits checked, times, verdict, measured result.")

  @OptionGroup var state: StateOptions
  @Argument(help: "The change's number, as `sotano changes` lists it.") var change: Int64
  @Flag(help: "Print JSON.") var json = false

  func run() throws {
    let events = try JournalledEvents(.optimizer, in: state.directory())
    let records = try events.changes()
    let history = records.filter { $0.id.number == change }
    let plans = try events.plans()
    let planned = plans.first { $0.change.number == change }
    guard let record = history.last else {
      throw Failure(.dataError, "there is no change \(change); `sotano changes` lists them")
    }
    if json {
      try say(json: history.map { ChangeListing($0, planned: planned) })
    } else {
      let story = ChangeStory(
        record: record, history: history, planned: planned, others: latestRecords(records), plans: plans,
        quietTime: try quietTime())
      say(story.text)
    }
  }

  private func quietTime() throws -> Int64 {
    try state.manifest().settings.optimizer.quietTime
  }
}
